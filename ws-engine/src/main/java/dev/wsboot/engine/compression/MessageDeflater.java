/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.Arrays;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * Deflates complete messages (RFC 7692 7.2.1). Not safe for use by several threads.
 *
 * <p>
 * Without context takeover, a deflater belongs to no session: its output can be sent to
 * all sessions that allow its window or a larger one. With takeover, a deflater belongs
 * to one session, to which all of its output must be sent in the order of its creation.
 */
public final class MessageDeflater implements AutoCloseable {

	/**
	 * Number of bytes at the end of a flush, 00 00 FF FF, which are not sent (RFC 7692
	 * 7.2.1).
	 */
	private static final int TAIL = 4;

	/**
	 * Maximum number of bytes deflated in one call, during which the JDK delays garbage
	 * collections.
	 */
	private static final int MAX_PIECE = 64 * 1024;

	private static final byte[] NO_INPUT = new byte[0];

	private final ZipPool<Deflater> pool;

	private final boolean takeover;

	/** Maximum number of input bytes between two full flushes. */
	private final int maxRun;

	private @Nullable Deflater deflater;

	/** Number of input bytes since the last full flush. */
	private int run;

	private boolean closed;

	MessageDeflater(int windowBits, ZipPool<Deflater> pool, boolean takeover) {
		this.pool = pool;
		this.takeover = takeover;
		// RFC 7692 7.1.2: no reference may reach back further than the window. The JDK's
		// deflater always has a window of 15 bits, but no reference crosses a
		// FULL_FLUSH. So a FULL_FLUSH after each run of the window's size keeps all
		// references within the window.
		this.maxRun = (windowBits < DeflateParameters.MAX_WINDOW_BITS) ? 1 << windowBits : Integer.MAX_VALUE;
	}

	/**
	 * Creates a deflater that keeps its context from one message to the next.
	 * @param level from 1, the fastest, to 9, or {@link Deflater#DEFAULT_COMPRESSION}
	 * @param windowBits the size of the window, as a power of two: 8 to 15
	 * @return a deflater that allocates native memory at the first message
	 */
	public static MessageDeflater withTakeover(int level, int windowBits) {
		return new MessageDeflater(windowBits, ZipPool.ofDeflaters(level, 0), true);
	}

	/**
	 * Creates a deflater that discards its context after each message.
	 * @param windowBits the size of the window, as a power of two: 8 to 15
	 * @param pool the pool from which a deflater is borrowed for each message
	 * @return a deflater that owns no native memory between messages
	 */
	public static MessageDeflater withoutTakeover(int windowBits, ZipPool<Deflater> pool) {
		return new MessageDeflater(windowBits, pool, false);
	}

	/**
	 * Deflates a message.
	 * @param payload the complete message, which is not modified
	 * @return the payload to send with RSV1, or {@code null} if it would not be smaller;
	 * then the message has to be sent uncompressed, without RSV1
	 */
	public byte @Nullable [] deflate(byte[] payload) {
		if (payload.length == 0) {
			return null;
		}
		// Output that does not fit is not smaller.
		byte[] target = new byte[payload.length + TAIL];
		Deflater present = deflater();
		int size = deflate(present, payload, target);
		boolean smaller = size < target.length;
		if (!this.takeover) {
			release();
		}
		else if (smaller) {
			present.setInput(NO_INPUT);
		}
		else {
			// The peer will not inflate this message, so later ones must not refer to it.
			present.reset();
			this.run = 0;
		}
		return smaller ? Arrays.copyOf(target, size - TAIL) : null;
	}

	/**
	 * Releases the native memory. May be called at any time, and more than once.
	 */
	@Override
	public void close() {
		this.closed = true;
		release();
	}

	/**
	 * Returns the number of bytes written to the target, or its length if the output does
	 * not fit.
	 */
	private int deflate(Deflater present, byte[] payload, byte[] target) {
		int size = 0;
		int from = 0;
		while (from < payload.length && size < target.length) {
			int length = Math.min(Math.min(payload.length - from, MAX_PIECE), this.maxRun - this.run);
			present.setInput(payload, from, length);
			from += length;
			this.run += length;
			size += present.deflate(target, size, target.length - size, flush(from == payload.length));
		}
		return size;
	}

	private int flush(boolean last) {
		if (this.run == this.maxRun) {
			this.run = 0;
			return Deflater.FULL_FLUSH;
		}
		return last ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
	}

	private Deflater deflater() {
		if (this.closed) {
			throw new IllegalStateException("The deflater is closed");
		}
		if (this.deflater == null) {
			this.deflater = this.pool.borrow();
			this.run = 0;
		}
		return this.deflater;
	}

	private void release() {
		if (this.deflater != null) {
			this.pool.giveBack(this.deflater);
			this.deflater = null;
		}
	}

}
