/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

/**
 * Takes one streamed message piece by piece. Called by the thread that reads.
 */
public interface StreamTarget {

	/**
	 * Returns the present room for the message.
	 * @return a number of bytes that only {@link #write} makes smaller
	 */
	int room();

	/**
	 * Takes the next piece.
	 * @param data the buffer with the piece, which is overwritten later; its position
	 * must not be changed
	 * @param offset the index of the first byte
	 * @param length the number of bytes, within {@link #room}
	 * @return whether to continue with the bytes after the piece now
	 */
	boolean write(ByteBuffer data, int offset, int length);

	/**
	 * Takes the notice that more bytes have come than there is room for, or than one
	 * connection should handle in one turn. The target must have
	 * {@code ProtocolReader.receive} called again once there is room, even if no more
	 * bytes come.
	 */
	void awaitRoom();

	/**
	 * Takes the end of the message.
	 * @return whether to continue with the bytes after the message now
	 */
	boolean end();

	/** Takes the notice that the rest of the message will not come. */
	void abort();

}
