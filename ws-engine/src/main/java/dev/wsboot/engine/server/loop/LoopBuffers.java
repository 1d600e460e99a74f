/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The direct buffers with which an event loop reads and writes, shared by all its
 * connections, as one of them is read or written at a time. Confined to the thread of the
 * loop.
 */
public final class LoopBuffers {

	private static final int READ_BUFFER_SIZE = 64 * 1024;

	/** The bytes of direct memory that a loop needs for connections without TLS. */
	public static final int BYTES = READ_BUFFER_SIZE + 2 * WriteBuffers.SIZE;

	private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_SIZE).order(ByteOrder.nativeOrder());

	private final ByteBuffer readOnlyBuffer = this.readBuffer.asReadOnlyBuffer();

	/** A big-endian view of {@link #readBuffer}. */
	private final ByteBuffer writableBuffer = this.readBuffer.duplicate();

	private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);

	/** The part of {@link #readBuffer} that a handler looks at. */
	private @Nullable ByteBuffer lent;

	/** The start offset of {@link #lent} in {@link #readBuffer}. */
	private int lentFrom;

	/** Returns the buffer for input. */
	public ByteBuffer readBuffer() {
		return this.readBuffer;
	}

	/** Returns the buffer for output. */
	public ByteBuffer writeBuffer() {
		return this.writeBuffer;
	}

	/**
	 * Lends a handler a read-only view of a part of a buffer, which ends with that part;
	 * {@link #endLoan} must follow.
	 */
	public ByteBuffer lend(ByteBuffer data, int offset, int length) {
		ByteBuffer whole = (data == this.readBuffer) ? this.readOnlyBuffer : data.asReadOnlyBuffer().clear();
		ByteBuffer part = whole.slice(offset, length);
		if (data == this.readBuffer) {
			this.lent = part;
			this.lentFrom = offset;
		}
		return part;
	}

	/** Ends the loan of the last {@link #lend}. */
	public void endLoan() {
		this.lent = null;
	}

	/**
	 * Returns a lent payload together with bytes before it, which have been used up: at
	 * least the header of the frame that the payload came in.
	 * @param payload the payload that is to be sent
	 * @param before the number of bytes that are needed before the payload
	 * @return a buffer, valid until the next call, or {@code null} if the payload is not
	 * the one that is lent
	 */
	public @Nullable ByteBuffer lentAfter(ByteBuffer payload, int before) {
		if (payload != this.lent || payload.remaining() != payload.capacity() || before > this.lentFrom) {
			return null;
		}
		return this.writableBuffer.limit(this.lentFrom + payload.remaining()).position(this.lentFrom - before);
	}

}
