/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The bytes of the heap that one connection holds, as far as the {@link MemoryBudget} of
 * the server knows of them. Safe to use from any thread.
 * <p>
 * There are two ways to count here:
 * <ul>
 * <li>{@link #charge} and {@link #release}, from any thread and without a lock: for
 * memory that comes and goes seldom, such as the array of a message that is read as it
 * arrives, the unfinished request of a handshake, or an answer under way. Each call
 * changes the budget at once, by one atomic addition. Charge what the objects occupy
 * ({@link Footprint}), before or as soon as they are referred to. Whatever is charged has
 * to be released exactly once, also when the connection ends: nothing is released by
 * itself.</li>
 * <li>{@link #report}, for the parts of a connection that every message passes: its
 * reading, its mailbox and its outbound queue. Each part counts in a field of its own,
 * under its own lock, and reports a change only if that is larger than a grain. Smaller
 * changes are reported by the next sweep of the event loop ({@link #takeUnreported}), at
 * the latest after a second, if they last that long. So ordinary messages, which come and
 * go in between, cost no atomic addition, and memory that is held for longer is counted
 * to the byte.</li>
 * </ul>
 */
public final class MemoryAccount {

	/** The change in bytes from which on it is reported at once, not by a sweep. */
	static final int GRAIN = 1024;

	/** The bit of {@link #charged} that stands for a change that is not reported. */
	private static final long UNREPORTED = 1;

	private static final AtomicLongFieldUpdater<MemoryAccount> CHARGED = AtomicLongFieldUpdater
		.newUpdater(MemoryAccount.class, "charged");

	private final MemoryBudget budget;

	/**
	 * Twice the bytes that are charged and not released. The lowest bit is set if a part
	 * has a change of less than a grain that is not reported: a field of its own would
	 * cost eight bytes for each connection.
	 */
	private volatile long charged;

	public MemoryAccount(MemoryBudget budget) {
		this.budget = budget;
	}

	/**
	 * Counts bytes that the connection holds in addition. If all connections hold too
	 * much then, those that hold the most are closed soon, by another thread.
	 * @param bytes bytes of the heap; negative for bytes that are no longer held
	 */
	public void charge(long bytes) {
		CHARGED.addAndGet(this, 2 * bytes);
		this.budget.add(bytes);
	}

	/**
	 * Removes bytes that the connection no longer holds.
	 * @param bytes bytes that were charged
	 */
	public void release(long bytes) {
		CHARGED.addAndGet(this, -2 * bytes);
		this.budget.add(-bytes);
	}

	/** Returns the bytes that are charged and not released. */
	public long charged() {
		return this.charged >> 1;
	}

	/**
	 * Reports to the budget the bytes that a part of the connection holds, if they have
	 * changed by much.
	 * @param reported the value that this method has returned last for that part; 0 at
	 * first
	 * @param holds bytes that the part holds now
	 * @return the bytes of that part that the budget counts
	 */
	public int report(int reported, long holds) {
		long change = holds - reported;
		if (change == 0) {
			return reported;
		}
		if (holds != 0 && change < GRAIN && change > -GRAIN) {
			if (!hasUnreported()) {
				CHARGED.getAndUpdate(this, (value) -> value | UNREPORTED);
			}
			return reported;
		}
		return reportAll(reported, holds);
	}

	/**
	 * Reports to the budget the bytes that a part of the connection holds.
	 * @param reported the value that was returned last for that part
	 * @param holds bytes that the part holds now
	 * @return the bytes of that part that the budget counts
	 */
	public int reportAll(int reported, long holds) {
		int counted = (int) Math.min(holds, Integer.MAX_VALUE);
		if (counted != reported) {
			this.budget.add((long) counted - reported);
		}
		return counted;
	}

	/**
	 * Returns true if any part has to {@link #reportAll}. The caller has each part do so,
	 * under the lock of the part: a change meanwhile is either included or noted again.
	 */
	public boolean takeUnreported() {
		if (!hasUnreported()) {
			return false;
		}
		CHARGED.getAndUpdate(this, (value) -> value & ~UNREPORTED);
		return true;
	}

	private boolean hasUnreported() {
		return (this.charged & UNREPORTED) != 0;
	}

	/** Returns the budget that all connections share. */
	public MemoryBudget budget() {
		return this.budget;
	}

}
