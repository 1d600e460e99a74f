/**
 * Starting and stopping the server with its application.
 */
@NullMarked
package dev.wsboot.server;

import org.jspecify.annotations.NullMarked;
