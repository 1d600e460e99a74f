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
 * <li>{@link #tell}, for the parts of a connection that every message passes: its
 * reading, its mailbox and its outbound queue. Each part counts in a field of its own,
 * under its own lock, and tells of a change only if that is larger than a grain. Smaller
 * ones are told by the next sweep of the event loop ({@link #takeUntold}), at the latest
 * after a second, if they last that long. So ordinary messages, which come and go in
 * between, cost no atomic addition, and what lasts is counted to the byte.</li>
 * </ul>
 */
public final class MemoryAccount {

	/** Smaller changes wait for the next sweep. */
	static final int GRAIN = 1024;

	private static final AtomicLongFieldUpdater<MemoryAccount> CHARGED = AtomicLongFieldUpdater
		.newUpdater(MemoryAccount.class, "charged");

	private final MemoryBudget budget;

	private volatile long charged;

	/** Whether a part has changed by less than a grain since the last sweep. */
	private volatile boolean untold;

	public MemoryAccount(MemoryBudget budget) {
		this.budget = budget;
	}

	/**
	 * Counts bytes that the connection holds in addition. If all connections hold too
	 * much then, those that hold the most are closed soon, by another thread.
	 * @param bytes bytes of the heap, not negative
	 */
	public void charge(long bytes) {
		CHARGED.addAndGet(this, bytes);
		this.budget.add(bytes);
	}

	/**
	 * Counts bytes no longer.
	 * @param bytes bytes that were charged
	 */
	public void release(long bytes) {
		CHARGED.addAndGet(this, -bytes);
		this.budget.add(-bytes);
	}

	/** Returns the bytes that are charged and not released. */
	public long charged() {
		return this.charged;
	}

	/**
	 * Tells the budget what a part of the connection holds now, if that has changed by
	 * much.
	 * @param told what this has returned last for that part; 0 at first
	 * @param holds bytes that the part holds now
	 * @return what was told
	 */
	public int tell(int told, long holds) {
		long change = holds - told;
		if (change == 0) {
			return told;
		}
		if (holds != 0 && change < GRAIN && change > -GRAIN) {
			if (!this.untold) {
				this.untold = true;
			}
			return told;
		}
		return tellAll(told, holds);
	}

	/**
	 * Tells the budget what a part of the connection holds now.
	 * @param told what was told last of that part
	 * @param holds bytes that the part holds now
	 * @return what was told
	 */
	public int tellAll(int told, long holds) {
		int tells = (int) Math.min(holds, Integer.MAX_VALUE);
		if (tells != told) {
			this.budget.add((long) tells - told);
		}
		return tells;
	}

	/**
	 * Whether any part has to {@link #tellAll}. The caller sees to that, part by part and
	 * under the lock of each: a part that changes meanwhile is either seen or asks again.
	 */
	public boolean takeUntold() {
		if (!this.untold) {
			return false;
		}
		this.untold = false;
		return true;
	}

	/** Returns the budget that all connections share. */
	public MemoryBudget budget() {
		return this.budget;
	}

}
