/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the compressed messages of one session, in pieces of any size, and no further
 * than the limit (RFC 7692 7.2.2). Not safe for use by several threads.
 *
 * <p>
 * Without context takeover, a session owns a zlib inflater only inside a message. With
 * context takeover, it owns one from the first message until {@link #close}.
 */
public final class MessageInflater implements AutoCloseable {

	/** The bytes that the sender has removed from each message (RFC 7692 7.2.2). */
	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	/**
	 * The removed bytes, and after them an empty block that ends the stream. The stream
	 * ends properly only if the message ends between two blocks.
	 */
	private static final byte[] LAST_TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF, 1, 0, 0, (byte) 0xFF, (byte) 0xFF };

	/**
	 * Number of bytes of a piece that need not yield anything: the header of a stored
	 * block and the padding after it. A block with tables is longer.
	 */
	private static final int OVERHEAD = 8;

	/** Rejects output at the end of a message, where none is allowed. */
	private static final Sink NO_MORE_OUTPUT = (data, offset, length) -> {
		throw invalid();
	};

	private final int maxMessageSize;

	private final ByteBuffer chunk;

	private final ZipPool<Inflater> pool;

	private final boolean takeover;

	private @Nullable Inflater inflater;

	/** Number of inflated bytes of the current message. */
	private int size;

	/** Number of calls of zlib since {@link #takeCalls}. */
	private int calls;

	/** Number of bytes that zlib has produced since {@link #takeProduced}. */
	private long produced;

	/** Number of compressed bytes that yielded nothing since {@link #takeWasted}. */
	private long wasted;

	/** True if the current message has bytes after which the removed tail is required. */
	private boolean tailMissing;

	/** True if invalid data was found after the last inflated bytes. */
	private boolean garbage;

	private boolean closed;

	MessageInflater(int maxMessageSize, ByteBuffer chunk, ZipPool<Inflater> pool, boolean takeover) {
		this.maxMessageSize = maxMessageSize;
		this.chunk = chunk;
		this.pool = pool;
		this.takeover = takeover;
	}

	/**
	 * Creates an inflater for a peer that keeps its context.
	 * @param maxMessageSize the maximum size in bytes of an inflated message
	 * @param chunk the buffer for each inflated piece of a message; all sessions of a
	 * thread may share one
	 * @return an inflater that allocates native memory at the first message
	 */
	public static MessageInflater withTakeover(int maxMessageSize, ByteBuffer chunk) {
		return new MessageInflater(maxMessageSize, chunk, ZipPool.ofInflaters(0), true);
	}

	/**
	 * Creates an inflater for a peer that discards its context after each message.
	 * @param maxMessageSize the maximum size in bytes of an inflated message
	 * @param chunk the buffer for each inflated piece of a message; all sessions of a
	 * thread may share one
	 * @param pool the pool from which an inflater is borrowed for each message
	 * @return an inflater that owns native memory only inside a message
	 */
	public static MessageInflater withoutTakeover(int maxMessageSize, ByteBuffer chunk, ZipPool<Inflater> pool) {
		return new MessageInflater(maxMessageSize, chunk, pool, false);
	}

	/**
	 * Inflates the next piece of a message.
	 * @param data the buffer with the piece; its position does not change
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @param sink the receiver of all bytes that can be inflated by now
	 * @throws ProtocolException with 1007 if the data is invalid, with 1009 at the first
	 * byte over the limit, or from the sink; the inflater can only be closed afterwards
	 */
	public void inflate(ByteBuffer data, int offset, int length, Sink sink) throws ProtocolException {
		long before = this.produced;
		inflate(data.slice(offset, length), sink);
		countWasted(length, this.produced - before);
	}

	/**
	 * Inflates the next piece of a message without a size limit, as far as the output
	 * fits. Has to be called repeatedly, until the piece is used up and no output is
	 * returned.
	 * @param input the piece, whose position is advanced over the consumed bytes
	 * @param room the maximum number of bytes of output, at least 1
	 * @return the output from its position to its limit, valid until the next call
	 * @throws ProtocolException with 1007 if the data is invalid; the inflater can only
	 * be closed afterwards
	 */
	public ByteBuffer inflate(ByteBuffer input, int room) throws ProtocolException {
		Inflater present = inflater();
		int available = input.remaining();
		present.setInput(input);
		long before = present.getBytesWritten();
		this.garbage |= !produce(present, this.chunk.clear().limit(Math.min(room, this.chunk.capacity())));
		int produced = (int) (present.getBytesWritten() - before);
		// the output before invalid data is returned first
		if (this.garbage && produced == 0) {
			throw invalid();
		}
		if (present.finished()) {
			restart(present);
		}
		else {
			this.tailMissing |= available > 0;
		}
		countWasted(available - input.remaining(), produced);
		return this.chunk.position(0).limit(produced);
	}

	/**
	 * Ends the current message. The next piece belongs to another message.
	 * @throws ProtocolException with 1007 if the message is truncated; the inflater can
	 * only be closed afterwards. With context takeover, truncation may be detected in the
	 * next message only.
	 */
	public void finish() throws ProtocolException {
		// Peers may send no bytes for an empty message, and none after a block with
		// BFINAL. Then no tail has been removed either.
		if (this.tailMissing) {
			inflate(ByteBuffer.wrap(this.takeover ? TAIL : LAST_TAIL), NO_MORE_OUTPUT);
			if (this.tailMissing && !this.takeover) {
				throw invalid();
			}
		}
		this.tailMissing = false;
		this.size = 0;
		if (!this.takeover) {
			release();
		}
	}

	/**
	 * Returns the size of the native memory that the current message occupies.
	 * @return the number of bytes; 0 with context takeover, where {@link ContextBudget}
	 * counts the memory
	 */
	public int heldBytes() {
		return (this.inflater != null && !this.takeover) ? (int) ContextBudget.INFLATER : 0;
	}

	/**
	 * Returns and resets the number of calls of zlib. A short message takes two calls.
	 * @return the number of calls since the last call of this method
	 */
	public int takeCalls() {
		int taken = this.calls;
		this.calls = 0;
		return taken;
	}

	/**
	 * Returns and resets the number of bytes that zlib has produced.
	 * @return the number of bytes since the last call of this method
	 */
	public long takeProduced() {
		long taken = this.produced;
		this.produced = 0;
		return taken;
	}

	/**
	 * Returns and resets the number of compressed bytes that yielded no output: the
	 * excess of the size of each piece over its inflated size. Incompressible messages
	 * have a few of these bytes as well, for the headers of their short blocks.
	 * @return the number of bytes since the last call of this method
	 */
	public long takeWasted() {
		long taken = this.wasted;
		this.wasted = 0;
		return taken;
	}

	private void countWasted(int consumed, long produced) {
		this.wasted += Math.max(0, consumed - OVERHEAD - produced);
	}

	/**
	 * Releases the native memory. May be called at any time, and more than once.
	 */
	@Override
	public void close() {
		this.closed = true;
		release();
	}

	private void inflate(ByteBuffer input, Sink sink) throws ProtocolException {
		while (input.hasRemaining()) {
			Inflater present = inflater();
			present.setInput(input);
			drain(present, sink);
			if (present.finished()) {
				restart(present);
			}
			else {
				this.tailMissing = true;
			}
		}
	}

	private void restart(Inflater present) {
		// RFC 7692 7.2.1: the next block starts after the padding of one with BFINAL,
		// which is the last of its stream and ends its history (RFC 1951 3.2.3).
		present.reset();
		this.tailMissing = false;
	}

	/** Passes all bytes that can be inflated from the input so far to the sink. */
	private void drain(Inflater present, Sink sink) throws ProtocolException {
		int wanted;
		int produced;
		do {
			int room = this.maxMessageSize - this.size;
			wanted = (room < this.chunk.capacity()) ? room + 1 : this.chunk.capacity();
			long before = present.getBytesWritten();
			boolean valid = produce(present, this.chunk.clear().limit(wanted));
			// The bytes before invalid data are passed on first, so that the reported
			// violation does not depend on how the input is split.
			produced = (int) (present.getBytesWritten() - before);
			int accepted = Math.min(produced, room);
			if (accepted > 0) {
				this.size += accepted;
				sink.onInflated(this.chunk, 0, accepted);
			}
			if (produced > room) {
				throw new ProtocolException(Violation.MESSAGE_TOO_BIG,
						"Message is over " + this.maxMessageSize + " bytes");
			}
			if (!valid) {
				throw invalid();
			}
		}
		// The input may be used up while zlib still has output that did not fit.
		while (produced == wanted);
	}

	/** Returns false if the data is invalid. */
	private boolean produce(Inflater present, ByteBuffer target) {
		this.calls++;
		try {
			this.produced += present.inflate(target);
			return true;
		}
		catch (DataFormatException ex) {
			return false;
		}
	}

	private Inflater inflater() {
		if (this.closed) {
			throw new IllegalStateException("The inflater is closed");
		}
		if (this.inflater == null) {
			this.inflater = this.pool.borrow();
		}
		return this.inflater;
	}

	private void release() {
		if (this.inflater != null) {
			this.pool.giveBack(this.inflater);
			this.inflater = null;
		}
	}

	private static ProtocolException invalid() {
		return new ProtocolException(Violation.INVALID_DEFLATE);
	}

	/**
	 * Receives an inflated message piece by piece.
	 */
	@FunctionalInterface
	public interface Sink {

		/**
		 * Receives the next piece of the message.
		 * @param data the buffer with the piece, which is overwritten later; its position
		 * is not used
		 * @param offset the index of the first byte
		 * @param length the number of bytes, at least 1
		 * @throws ProtocolException if the payload is invalid
		 */
		void onInflated(ByteBuffer data, int offset, int length) throws ProtocolException;

	}

}
