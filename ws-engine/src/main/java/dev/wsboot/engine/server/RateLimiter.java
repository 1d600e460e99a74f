package dev.wsboot.engine.server;

import dev.wsboot.engine.RateLimit;

/**
 * Keeps one session to its {@link RateLimit}. Confined to the event loop.
 */
final class RateLimiter {

	private final TokenBucket messages;

	private final TokenBucket bytes;

	/** Whether reading is paused. */
	private boolean pausing;

	/** Until when. */
	private long until;

	RateLimiter(RateLimit limit) {
		this.messages = new TokenBucket(limit.messages());
		this.bytes = new TokenBucket(limit.bytes());
	}

	/**
	 * Takes account of what was read.
	 * @return whether it was too much
	 */
	boolean isExceededBy(int messages, int bytes, long now) {
		long wait = Math.max(this.messages.owe(messages, now), this.bytes.owe(bytes, now));
		if (wait == 0) {
			return false;
		}
		this.pausing = true;
		this.until = now + wait;
		return true;
	}

	/** Whether the rate is not kept yet. */
	boolean isPausing(long now) {
		return this.pausing && now - this.until < 0;
	}

	/**
	 * Whether a pause has come to its end, which is told once.
	 */
	boolean endsPause(long now) {
		boolean ends = this.pausing && now - this.until >= 0;
		this.pausing &= !ends;
		return ends;
	}

}
