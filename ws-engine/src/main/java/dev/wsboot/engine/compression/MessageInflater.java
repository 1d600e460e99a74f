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

	private static final Sink NOTHING_MORE = (data, offset, length) -> {
		throw invalid();
	};

	private final int maxMessageSize;

	private final ByteBuffer chunk;

	private final ZipPool<Inflater> pool;

	private final boolean takeover;

	private @Nullable Inflater inflater;

	/** Number of bytes of the present message, inflated. */
	private int size;

	/** Number of calls of zlib since {@link #takeCalls}. */
	private int calls;

	/** Number of bytes that zlib has produced since {@link #takeProduced}. */
	private long produced;

	/** Number of compressed bytes that yielded nothing since {@link #takeWasted}. */
	private long wasted;

	/** Whether the present message has bytes that the tail must follow. */
	private boolean tailMissing;

	/** Whether garbage was found after the bytes that were inflated last. */
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
	 * @param maxMessageSize the largest message in bytes, inflated
	 * @param chunk where each piece of a message is inflated to; all sessions of a thread
	 * may share it
	 * @return an inflater that owns no native memory before the first message
	 */
	public static MessageInflater withTakeover(int maxMessageSize, ByteBuffer chunk) {
		return new MessageInflater(maxMessageSize, chunk, ZipPool.ofInflaters(0), true);
	}

	/**
	 * Creates an inflater for a peer that forgets its context behind each message.
	 * @param maxMessageSize the largest message in bytes, inflated
	 * @param chunk where each piece of a message is inflated to; all sessions of a thread
	 * may share it
	 * @param pool lends an inflater for each message
	 * @return an inflater that owns native memory inside a message only
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
	 * @throws ProtocolException with 1007 if the piece is no DEFLATE, with 1009 at the
	 * first byte over the limit, or from the sink; after which this can only be closed
	 */
	public void inflate(ByteBuffer data, int offset, int length, Sink sink) throws ProtocolException {
		long before = this.produced;
		inflate(data.slice(offset, length), sink);
		countWasted(length, this.produced - before);
	}

	/**
	 * Inflates the next piece of a message that has no largest size here, and no more of
	 * it than there is room for. To be called again, whenever there is room, until the
	 * piece is used up and nothing comes out.
	 * @param input the piece from its position on, which is moved
	 * @param room how many bytes there is room for, at least 1
	 * @return what came out, from its position on, valid until the next call
	 * @throws ProtocolException with 1007 if the piece is no DEFLATE; after which this
	 * can only be closed
	 */
	public ByteBuffer inflate(ByteBuffer input, int room) throws ProtocolException {
		Inflater present = inflater();
		int available = input.remaining();
		present.setInput(input);
		long before = present.getBytesWritten();
		this.garbage |= !produce(present, this.chunk.clear().limit(Math.min(room, this.chunk.capacity())));
		int produced = (int) (present.getBytesWritten() - before);
		// what stands before garbage comes first, here too
		if (this.garbage && produced == 0) {
			throw invalid();
		}
		if (present.finished()) {
			startOver(present);
		}
		else {
			this.tailMissing |= available > 0;
		}
		countWasted(available - input.remaining(), produced);
		return this.chunk.position(0).limit(produced);
	}

	/**
	 * Ends the message; the next piece belongs to another one.
	 * @throws ProtocolException with 1007 if the message ends too early; after which this
	 * can only be closed. With takeover that may show in the next message only.
	 */
	public void finish() throws ProtocolException {
		// Peers may send nothing at all for an empty message, and nothing behind a block
		// with BFINAL. Then nothing has been removed either.
		if (this.tailMissing) {
			inflate(ByteBuffer.wrap(this.takeover ? TAIL : LAST_TAIL), NOTHING_MORE);
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
	 * Returns what the message that is under way occupies of native memory.
	 * @return bytes; 0 with takeover, as {@link ContextBudget} bounds that
	 */
	public int heldBytes() {
		return (this.inflater != null && !this.takeover) ? (int) ContextBudget.INFLATER : 0;
	}

	/**
	 * Returns how often zlib was called since this was last asked. A short message takes
	 * two calls.
	 * @return the number of calls
	 */
	public int takeCalls() {
		int taken = this.calls;
		this.calls = 0;
		return taken;
	}

	/**
	 * Returns what came out of the calls since this was last asked.
	 * @return bytes
	 */
	public long takeProduced() {
		long taken = this.produced;
		this.produced = 0;
		return taken;
	}

	/**
	 * Returns how many compressed bytes yielded nothing since this was last asked: those
	 * by which pieces were longer than what they inflated to. Messages that do not shrink
	 * have some of them too, but no more than their short blocks need.
	 * @return bytes
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
	 * Ends what this owns of native memory. May be called at any time, and again.
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
				startOver(present);
			}
			else {
				this.tailMissing = true;
			}
		}
	}

	private void startOver(Inflater present) {
		// RFC 7692 7.2.1: the next block starts behind the padding of one with BFINAL.
		// RFC 1951 3.2.3: which is the last of its stream, so that history ends with it.
		present.reset();
		this.tailMissing = false;
	}

	/** Passes on all bytes that can be inflated by now. */
	private void drain(Inflater present, Sink sink) throws ProtocolException {
		int wanted;
		int produced;
		do {
			int room = this.maxMessageSize - this.size;
			wanted = (room < this.chunk.capacity()) ? room + 1 : this.chunk.capacity();
			long before = present.getBytesWritten();
			boolean valid = produce(present, this.chunk.clear().limit(wanted));
			// Garbage is found behind some bytes. These come first, so that it does not
			// depend on the pieces which violation is seen.
			produced = (int) (present.getBytesWritten() - before);
			int legal = Math.min(produced, room);
			if (legal > 0) {
				this.size += legal;
				sink.onInflated(this.chunk, 0, legal);
			}
			if (produced > room) {
				throw new ProtocolException(Violation.MESSAGE_TOO_BIG,
						"Message is over " + this.maxMessageSize + " bytes");
			}
			if (!valid) {
				throw invalid();
			}
		}
		// All input may be used up and yet more to come, if there was no room for it.
		while (produced == wanted);
	}

	/** Returns whether no garbage was found. */
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
		 * @throws ProtocolException if the payload is not legal
		 */
		void onInflated(ByteBuffer data, int offset, int length) throws ProtocolException;

	}

}
