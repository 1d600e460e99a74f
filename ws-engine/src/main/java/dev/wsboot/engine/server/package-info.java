/**
 * The transport: event loops on {@code java.nio}, connections, queues and timers.
 */
@NullMarked
package dev.wsboot.engine.server;

import org.jspecify.annotations.NullMarked;
