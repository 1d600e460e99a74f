/**
 * What Actuator shows of the server.
 */
@NullMarked
package dev.wsboot.actuate;

import org.jspecify.annotations.NullMarked;
