/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import dev.wsboot.engine.options.RateLimit;

/**
 * Keeps one session to its {@link RateLimit}. Confined to the event loop.
 */
public final class RateLimiter {

	private final TokenBucket messages;

	private final TokenBucket bytes;

	private final TokenBucket inflatedBytes;

	/** Whether reading is paused. */
	private boolean pausing;

	/** Until when. */
	private long until;

	public RateLimiter(RateLimit limit) {
		this.messages = new TokenBucket(limit.messages());
		this.bytes = new TokenBucket(limit.bytes());
		this.inflatedBytes = new TokenBucket(limit.inflatedBytes());
	}

	/**
	 * Takes account of a message.
	 * @return whether it was one too many
	 */
	public boolean isExceededByMessage(long now) {
		return isExceeded(this.messages.owe(1, now), now);
	}

	/**
	 * Takes account of bytes.
	 * @return whether they were too many
	 */
	public boolean isExceededByBytes(int count, long now) {
		return isExceeded(this.bytes.owe(count, now), now);
	}

	/**
	 * Takes account of bytes of compressed messages, inflated.
	 * @return whether they were too many
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

	/** Whether the rate is not kept yet. */
	public boolean isPausing(long now) {
		return this.pausing && now - this.until < 0;
	}

	/**
	 * Whether a pause has come to its end, which is told once.
	 */
	public boolean endsPause(long now) {
		boolean ends = this.pausing && now - this.until >= 0;
		this.pausing &= !ends;
		return ends;
	}

}
