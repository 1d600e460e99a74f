/**
 * Buffers that connections share, and the account of the heap that they hold.
 */
@NullMarked
package dev.wsboot.engine.server.memory;

import org.jspecify.annotations.NullMarked;
