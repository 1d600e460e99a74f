/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the heap that all connections of a server hold together: unfinished
 * messages, messages that wait for a handler, and frames that wait to be written, with
 * the objects around them. Each connection counts by its {@link MemoryAccount}. Safe to
 * use from any thread.
 */
public final class MemoryBudget {

	/** The limit in bytes. */
	private final long max;

	private final Runnable onExceeded;

	/** The bytes that all connections hold. */
	private final AtomicLong held = new AtomicLong();

	/** True if sessions are being closed because the limit is exceeded. */
	private volatile boolean shedding;

	/**
	 * Creates a budget of which nothing is held.
	 * @param max the limit in bytes
	 * @param onExceeded called, on any thread, whenever an increase leaves the budget
	 * exceeded; must return at once
	 */
	public MemoryBudget(long max, Runnable onExceeded) {
		this.max = max;
		this.onExceeded = onExceeded;
	}

	/**
	 * Changes the number of bytes that are held.
	 * @param bytes bytes that are held in addition; negative for a decrease
	 */
	public void add(long bytes) {
		if (this.held.addAndGet(bytes) > this.max && bytes > 0) {
			this.onExceeded.run();
		}
	}

	public long held() {
		return this.held.get();
	}

	public long max() {
		return this.max;
	}

	/**
	 * Returns true if the limit is exceeded so far, by an eighth, that no connection
	 * should hold yet more while sessions are being closed.
	 */
	public boolean isFarExceeded() {
		return this.shedding && this.held.get() > this.max + this.max / 8;
	}

	/** Returns true if sessions are being closed because the limit is exceeded. */
	public boolean isShedding() {
		return this.shedding;
	}

	public void shedding(boolean now) {
		this.shedding = now;
	}

}
