/**
 * A connection's protocol state: messages out of frames, and the closing handshake. Bytes
 * in, values out; no sockets, no threads.
 */
@NullMarked
package dev.wsboot.engine.protocol;

import org.jspecify.annotations.NullMarked;
