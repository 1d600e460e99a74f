/**
 * The server as a part of its application: start, graceful stop, port and events.
 */
@NullMarked
package dev.wsboot.server;

import org.jspecify.annotations.NullMarked;
