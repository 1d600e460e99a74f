/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import dev.wsboot.engine.options.RateLimit;

/**
 * The {@link RateLimit} of one session. Confined to the event loop.
 */
public final class RateLimiter {

	private final TokenBucket messages;

	private final TokenBucket bytes;

	private final TokenBucket inflatedBytes;

	/** True if reading is paused. */
	private boolean pausing;

	/** The time at which the pause ends, as {@link System#nanoTime} returns it. */
	private long until;

	/**
	 * Creates the limits of a session.
	 * @param limit the limits
	 */
	public RateLimiter(RateLimit limit) {
		this.messages = new TokenBucket(limit.messages());
		this.bytes = new TokenBucket(limit.bytes());
		this.inflatedBytes = new TokenBucket(limit.inflatedBytes());
	}

	/**
	 * Counts a message.
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return whether the message exceeds the limit
	 */
	public boolean isExceededByMessage(long now) {
		return isExceeded(this.messages.owe(1, now), now);
	}

	/**
	 * Counts received bytes.
	 * @param count the number of bytes
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return whether the bytes exceed the limit
	 */
	public boolean isExceededByBytes(int count, long now) {
		return isExceeded(this.bytes.owe(count, now), now);
	}

	/**
	 * Counts inflated bytes of compressed messages.
	 * @param count the number of bytes
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return whether the bytes exceed the limit
	 */
	public boolean isExceededByInflated(long count, long now) {
		return isExceeded(this.inflatedBytes.owe(count, now), now);
	}

	private boolean isExceeded(long wait, long now) {
		if (wait == 0) {
			return false;
		}
		if (!this.pausing || now + wait - this.until > 0) {
			this.until = now + wait;
		}
		this.pausing = true;
		return true;
	}

	/** Returns whether reading must pause, as a limit is exceeded. */
	public boolean isPausing(long now) {
		return this.pausing && now - this.until < 0;
	}

	/**
	 * Returns whether a pause has ended, once for each pause.
	 * @param now the current time as returned by {@link System#nanoTime}
	 */
	public boolean endsPause(long now) {
		boolean ends = this.pausing && now - this.until >= 0;
		this.pausing &= !ends;
		return ends;
	}

}
