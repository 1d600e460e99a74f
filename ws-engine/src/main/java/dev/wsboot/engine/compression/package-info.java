/**
 * permessage-deflate (RFC 7692): its negotiation, inflating and deflating of messages,
 * and what bounds the native memory for it. Bytes in, values and bytes out; no sockets,
 * no threads.
 */
@NullMarked
package dev.wsboot.engine.compression;

import org.jspecify.annotations.NullMarked;
