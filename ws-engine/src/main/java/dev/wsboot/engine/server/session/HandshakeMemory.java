/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.concurrent.atomic.AtomicLong;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.server.memory.MemoryBudget;

/**
 * The share of the memory budget that connections without a session may hold, and the
 * memory of requests that the application has not decided about. Safe to use from any
 * thread.
 */
public final class HandshakeMemory {

	/** The bytes of a decision besides the request: at least a task or a thread. */
	static final int DECISION = 2048;

	/** The bytes of a string besides its characters. */
	private static final int STRING = 40;

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

	/**
	 * Counts a request of another server that the application decides about later.
	 * @param request the request, which that server holds as well
	 * @param budget counts the memory, too
	 * @return to be run when the application has decided
	 */
	public Runnable hold(HandshakeRequest request, MemoryBudget budget) {
		int bytes = DECISION + sizeOf(request);
		addUndecided(bytes);
		budget.add(bytes);
		return () -> {
			removeUndecided(bytes);
			budget.add(-bytes);
		};
	}

	private static int sizeOf(HandshakeRequest request) {
		Headers headers = request.headers();
		int bytes = request.path().length() + request.rawPath().length();
		for (int line = 0; line < headers.size(); line++) {
			bytes += headers.name(line).length() + headers.value(line).length() + 2 * STRING;
		}
		return bytes;
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
