/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.time.Duration;

/**
 * Bounds what the input of one connection costs beyond what is usual for its bytes. Work
 * is counted by its kind, each of which has a fixed price, instead of measuring time: so
 * no session pays for a slow machine, a pause of the collector or a handler, and any
 * number of plain messages is free. Confined to the event loop.
 */
public final class WorkBudget {

	/** The price of a call of the inflater, of which a short message needs two. */
	public static final int INFLATING = 300;

	/**
	 * The price of a compressed byte that yields nothing, as in a block that holds
	 * Huffman tables only: zlib builds the tables of a block of 14 bytes in a
	 * microsecond.
	 */
	public static final int WASTED_BYTE = 80;

	/** The price of a message that is handed over as it comes. */
	public static final int STREAMED_MESSAGE = 2500;

	/** The price of a piece of such a message. */
	public static final int STREAMED_PIECE = 250;

	/**
	 * The price of a TLS record, whatever is in it. It costs a microsecond, for most of
	 * which its own bytes pay: those around what is in it.
	 */
	public static final int TLS_RECORD = 400;

	/**
	 * Nanoseconds of work that a byte pays for which was read: more than a plain message
	 * costs the event loop for each byte of its frame, even if it has only one.
	 */
	private static final int EARNED = 25;

	/** Maximum seconds of the budget that can be used at once. */
	private static final int BURST = 10;

	/** Maximum nanoseconds of work of one connection in a turn of its loop. */
	private static final int TURN = 2_000_000;

	/** Nanoseconds of work in each second. */
	private final long perSecond;

	/** Nanoseconds of work that are left. */
	private long left;

	/** When that was true. */
	private long filled;

	/** Bytes that were read since. */
	private long bytes;

	/** Nanoseconds of work in the present turn. */
	private long turn;

	/**
	 * Creates a full budget.
	 * @param work what may be used up in each second, for longer than a burst
	 */
	public WorkBudget(Duration work, long now) {
		this.perSecond = work.toNanos();
		this.left = this.perSecond * BURST;
		this.filled = now;
	}

	/** Returns the price of inflating: 1.5 ns for each byte, besides the calls. */
	public static long inflating(int calls, long bytes) {
		return (long) calls * INFLATING + bytes * 3 / 2;
	}

	/** Returns true if bytes do not pay for the TLS records that have brought them. */
	public static boolean isMuch(int records, int bytes) {
		return (long) records * TLS_RECORD > (long) bytes * EARNED;
	}

	/** Takes account of bytes that were read, with which a turn begins. */
	public void startTurn(int bytes) {
		this.bytes += bytes;
		this.turn = 0;
	}

	/**
	 * Takes account of work.
	 * @param nanos its price
	 * @param now the time, as {@link System#nanoTime} tells it
	 * @return whether it was too much
	 */
	public boolean charge(long nanos, long now) {
		long most = this.perSecond * BURST;
		// for most calls, the loop's time is that of the last one
		if (now != this.filled) {
			double seconds = (now - this.filled) / 1e9;
			this.left += (long) Math.min(most, seconds * this.perSecond);
			this.filled = now;
		}
		this.left = Math.min(most, this.left + this.bytes * EARNED) - nanos;
		this.bytes = 0;
		this.turn += nanos;
		return this.left < 0;
	}

	/** Returns true if others should have their turn now. */
	public boolean isTurnOver() {
		return this.turn >= TURN;
	}

}
