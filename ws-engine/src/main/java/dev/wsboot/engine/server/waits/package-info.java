/**
 * Waits of handlers for their peers: what bounds them on a pool of platform threads, and
 * the futures that peers complete.
 */
@NullMarked
package dev.wsboot.engine.server.waits;

import org.jspecify.annotations.NullMarked;
