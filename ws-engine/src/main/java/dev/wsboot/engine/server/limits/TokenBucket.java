/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

/**
 * Says whether something happens more often than it may: so many in a second, and as many
 * at once after a pause. Not safe for use by several threads.
 */
final class TokenBucket {

	private static final long SECOND = 1_000_000_000L;

	private final long perSecond;

	/** How many are left; below 0, how many are owed. */
	private double tokens;

	private long filled;

	private boolean started;

	/**
	 * Creates a bucket, full.
	 * @param perSecond the limit; 0 for none
	 */
	TokenBucket(long perSecond) {
		this.perSecond = perSecond;
		this.tokens = perSecond;
	}

	/**
	 * Takes tokens, if there are enough. What is more than the bucket ever holds is given
	 * out when it is full, and owed afterwards.
	 * @param count how many
	 * @param now the time, as {@link System#nanoTime} tells it
	 * @return {@code false} if there were too few, and none was taken
	 */
	boolean take(int count, long now) {
		if (this.perSecond == 0) {
			return true;
		}
		fill(now);
		if (this.tokens < Math.min(count, this.perSecond)) {
			return false;
		}
		this.tokens -= count;
		return true;
	}

	/**
	 * Takes tokens in any case.
	 * @return how many nanoseconds it takes until none is owed any more, or 0
	 */
	long owe(long count, long now) {
		if (this.perSecond == 0) {
			return 0;
		}
		fill(now);
		this.tokens -= count;
		return (this.tokens >= 0) ? 0 : (long) (-this.tokens * SECOND / this.perSecond) + 1;
	}

	/** Returns whether there are at least so many left as of the last call. */
	boolean holds(int count) {
		return this.tokens >= count;
	}

	/** Gives back what was taken for something that did not happen. */
	void giveBack(int count) {
		this.tokens = Math.min((double) this.perSecond, this.tokens + count);
	}

	private void fill(long now) {
		long passed = now - this.filled;
		if (this.started && passed <= 0) {
			// the clocks of several loops go apart while one of them is busy
			return;
		}
		if (this.started) {
			double fresh = (double) passed / SECOND * this.perSecond;
			this.tokens = Math.min((double) this.perSecond, this.tokens + fresh);
		}
		this.started = true;
		this.filled = now;
	}

}
