/**
 * Starting and stopping the server with its application.
 */
@NullMarked
package dev.wsboot.lifecycle;

import org.jspecify.annotations.NullMarked;
