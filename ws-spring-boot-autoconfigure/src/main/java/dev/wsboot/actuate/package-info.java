/**
 * Health and meters of the server, for Actuator and Micrometer.
 */
@NullMarked
package dev.wsboot.actuate;

import org.jspecify.annotations.NullMarked;
