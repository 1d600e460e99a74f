/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.time.Duration;

import dev.wsboot.engine.server.limits.WorkBudget;

/**
 * The work that the input of one connection has caused, and what has come of exceeding
 * the limit. There is none before the first work that counts. Confined to the event loop.
 */
public final class WorkMeter {

	/** The part of a second's work that the peer may cause while the connection ends. */
	private static final int CLOSING_SHARE = 10;

	private WorkBudget budget;

	/** True if the limit is exceeded, so that the connection is about to end. */
	private boolean exceeding;

	/** True if the limit has been exceeded before. */
	private boolean exceededOnce;

	public WorkMeter(Duration limit, long now) {
		this.budget = new WorkBudget(limit, now);
	}

	/** Starts a turn with bytes that were read. */
	public void startTurn(int bytes) {
		this.budget.startTurn(bytes);
	}

	/**
	 * Takes account of work.
	 * @param price the price of the work in nanoseconds
	 * @return whether the limit is exceeded now, and was not before
	 */
	public boolean charge(long price, long now) {
		if (!this.budget.charge(price, now) || this.exceeding) {
			return false;
		}
		this.exceeding = true;
		return true;
	}

	public boolean isExceeding() {
		return this.exceeding;
	}

	/** Returns true if other connections should be read before this one continues. */
	public boolean isTurnOver() {
		return this.budget.isTurnOver();
	}

	/**
	 * Starts anew with a small budget: until the peer has read our Close frame, its input
	 * may cost a little more.
	 * @return whether the limit was exceeded for the first time
	 */
	public boolean restart(Duration limit, long now) {
		boolean first = !this.exceededOnce;
		this.exceededOnce = true;
		this.exceeding = false;
		this.budget = new WorkBudget(limit.dividedBy(CLOSING_SHARE), now);
		return first;
	}

}
