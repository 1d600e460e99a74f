/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.frame.ProtocolException;

/**
 * Takes the payload of one frame, which {@link ProtocolReader} chooses at the header.
 * Called by the thread that reads.
 */
interface PayloadSink {

	/**
	 * Takes the next piece of the payload, unmasked.
	 * @param data the buffer with the piece, which is overwritten later; its position
	 * must not be changed
	 * @param offset the index of the first byte
	 * @param length the number of bytes, at least 1
	 * @return whether to continue with the bytes after the piece now
	 * @throws ProtocolException if the payload is invalid
	 */
	boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException;

	/**
	 * Takes the end of the frame.
	 * @return whether to continue with the bytes after the frame now
	 * @throws ProtocolException if the frame, or the message that ends with it, is not
	 * legal
	 */
	boolean onEnd() throws ProtocolException;

}
