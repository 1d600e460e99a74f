/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.concurrent.atomic.AtomicLong;

import dev.wsboot.engine.server.memory.MemoryBudget;

/**
 * The share of the memory budget that connections without a session may hold, and the
 * memory of requests that the application has not decided about. Safe to use from any
 * thread.
 */
public final class HandshakeMemory {

	private final MemoryBudget budget;

	/** The number of bytes of requests that the application has not decided about. */
	private final AtomicLong undecided = new AtomicLong();

	public HandshakeMemory(MemoryBudget budget) {
		this.budget = budget;
	}

	/**
	 * Returns the bytes that connections without a session may hold, so that they leave
	 * enough to sessions: half of the budget, or less if there is none left.
	 * @param more bytes that are to be held in addition
	 */
	public long limit(long more) {
		boolean exceeded = this.budget.held() + more > this.budget.max();
		return this.budget.max() / (exceeded ? 8 : 2);
	}

	/** Adds the bytes of a request that the application decides about later. */
	void addUndecided(int bytes) {
		this.undecided.addAndGet(bytes);
	}

	/** Removes the bytes of a request that the application has decided about. */
	void removeUndecided(int bytes) {
		this.undecided.addAndGet(-bytes);
	}

	/**
	 * Returns true if undecided requests hold too much memory, including those whose
	 * clients are gone.
	 */
	boolean isTooMuchUndecided() {
		return this.undecided.get() > limit(0);
	}

}
