/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

/**
 * A limit for events in a second, and for as many at once after a pause. Not safe for
 * concurrent use.
 */
final class TokenBucket {

	private static final long SECOND = 1_000_000_000L;

	private final long perSecond;

	/**
	 * The number of tokens that are left; below 0, the number of tokens that are owed.
	 */
	private double tokens;

	/**
	 * The time at which tokens were added last, as {@link System#nanoTime} returns it.
	 */
	private long filled;

	/** True if {@link #filled} is set. */
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
	 * Takes tokens, if there are enough. More tokens than a full bucket holds are taken
	 * from a full bucket, and the rest is owed.
	 * @param count the number of tokens
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return {@code false} if there were too few, so that none was taken
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
	 * Takes tokens, and owes those that are missing.
	 * @param count the number of tokens
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return the nanoseconds until no token is owed any more, or 0
	 */
	long owe(long count, long now) {
		if (this.perSecond == 0) {
			return 0;
		}
		fill(now);
		this.tokens -= count;
		return (this.tokens >= 0) ? 0 : (long) (-this.tokens * SECOND / this.perSecond) + 1;
	}

	/** Returns whether at least a number of tokens were left after the last call. */
	boolean holds(int count) {
		return this.tokens >= count;
	}

	/** Returns tokens that were taken for an event that did not happen. */
	void giveBack(int count) {
		this.tokens = Math.min((double) this.perSecond, this.tokens + count);
	}

	private void fill(long now) {
		long passed = now - this.filled;
		if (this.started && passed <= 0) {
			// the clocks of event loops differ while one of them is busy
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
