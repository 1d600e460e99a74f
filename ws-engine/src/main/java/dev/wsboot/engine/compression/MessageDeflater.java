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
 * Deflates whole messages (RFC 7692 7.2.1). Not safe for use by several threads.
 *
 * <p>
 * Without takeover it belongs to no session: what it makes of a message can be sent to
 * all sessions that allow its window or a larger one. With takeover it belongs to one
 * session, to which all that it makes must be sent, and in this order.
 */
public final class MessageDeflater implements AutoCloseable {

	/** RFC 7692 7.2.1: the 00 00 FF FF with which a flush ends is not sent. */
	private static final int TAIL = 4;

	/** The JDK holds garbage collections up while it deflates a piece of input. */
	private static final int MAX_PIECE = 64 * 1024;

	private static final byte[] NO_INPUT = new byte[0];

	private final ZipPool<Deflater> pool;

	private final boolean takeover;

	/** How much input may share one history. */
	private final int maxRun;

	private @Nullable Deflater deflater;

	/** How much input the present history has. */
	private int run;

	private boolean closed;

	MessageDeflater(int windowBits, ZipPool<Deflater> pool, boolean takeover) {
		this.pool = pool;
		this.takeover = takeover;
		// RFC 7692 7.1.2: no reference may reach back further than the window. The JDK's
		// deflater always has one of 15 bits, but a FULL_FLUSH makes it forget all it has
		// seen. So no reference reaches back over one, and within a run of as many bytes
		// as the window has, none is too long.
		this.maxRun = (windowBits < DeflateParameters.MAX_WINDOW_BITS) ? 1 << windowBits : Integer.MAX_VALUE;
	}

	/**
	 * Creates a deflater that keeps its context from one message to the next.
	 * @param level from 1, the fastest, to 9, or {@link Deflater#DEFAULT_COMPRESSION}
	 * @param windowBits how far back it may refer, as a power of two: 8 to 15
	 * @return a deflater that owns no native memory before the first message
	 */
	public static MessageDeflater withTakeover(int level, int windowBits) {
		return new MessageDeflater(windowBits, ZipPool.ofDeflaters(level, 0), true);
	}

	/**
	 * Creates a deflater that forgets its context behind each message.
	 * @param windowBits how far back it may refer, as a power of two: 8 to 15
	 * @param pool lends a deflater for each message
	 * @return a deflater that owns no native memory
	 */
	public static MessageDeflater withoutTakeover(int windowBits, ZipPool<Deflater> pool) {
		return new MessageDeflater(windowBits, pool, false);
	}

	/**
	 * Deflates a message.
	 * @param payload the whole message, left as it is
	 * @return the payload to send with RSV1 set; {@code null} if it would not be smaller,
	 * then the message has to be sent as it is, without RSV1
	 */
	public byte @Nullable [] deflate(byte[] payload) {
		if (payload.length == 0) {
			return null;
		}
		// What does not fit in here is not smaller.
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
			// The peer will not inflate this message, so its text must not be referred
			// to.
			present.reset();
			this.run = 0;
		}
		return smaller ? Arrays.copyOf(target, size - TAIL) : null;
	}

	/**
	 * Ends what this owns of native memory. May be called at any time, and again.
	 */
	@Override
	public void close() {
		this.closed = true;
		release();
	}

	/** Returns the number of bytes, or the target's length if they do not fit. */
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
