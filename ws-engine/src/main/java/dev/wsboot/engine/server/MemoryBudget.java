package dev.wsboot.engine.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a server hold together: unfinished messages, those that wait
 * for a handler, and those that wait to be written. Safe to use from any thread.
 */
final class MemoryBudget {

	/**
	 * A connection tells of changes that are smaller only when it holds nothing any more,
	 * so that ordinary messages never come here.
	 */
	private static final int GRAIN = 4096;

	private final long max;

	private final Runnable onExceeded;

	private final AtomicLong held = new AtomicLong();

	/**
	 * Creates a budget of which nothing is held.
	 * @param max bytes
	 * @param onExceeded called, on any thread, whenever more is held than that; must
	 * return at once
	 */
	MemoryBudget(long max, Runnable onExceeded) {
		this.max = max;
		this.onExceeded = onExceeded;
	}

	/**
	 * Tells what a part of a connection holds now.
	 * @param told what this has returned last for that part; 0 at first
	 * @param holds bytes that it holds now
	 * @return what was told
	 */
	int tell(int told, long holds) {
		long change = holds - told;
		if (change == 0 || (holds != 0 && change < GRAIN && change > -GRAIN)) {
			return told;
		}
		int tells = (int) Math.min(holds, Integer.MAX_VALUE);
		if (this.held.addAndGet(tells - told) > this.max && change > 0) {
			this.onExceeded.run();
		}
		return tells;
	}

	long held() {
		return this.held.get();
	}

	long max() {
		return this.max;
	}

}
