/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.waits.PoolThreads.HandlerThread;
import org.jspecify.annotations.Nullable;

/**
 * Permits to wait for peers, which handlers on a bounded pool need, so that peers cannot
 * occupy all threads of the pool. Safe to use from any thread.
 * <p>
 * Work that is expected to wait for its peer needs a permit to begin, and is queued
 * without occupying a thread until there is one: reading a message as it arrives, and
 * callbacks of a kind that has waited before. Application code that waits unexpectedly
 * takes a permit during the wait, or fails at once if too many handlers are waiting.
 * <p>
 * Sessions that have kept a thread waiting in vain may use half of the permits. Sessions
 * that are known to be prompt may use some additional ones.
 */
public final class PeerWaits {

	/**
	 * Maximum time of a wait for a peer while many others lack a permit, in nanoseconds.
	 */
	public static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Maximum time of a wait for a prompt or new peer while others lack a permit. */
	static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

	/**
	 * Time within which those that lack a permit are to have one, in nanoseconds: two
	 * long waits, so that the peers of several hundred sessions may respond late at once.
	 */
	static final long MAX_DELAY_NANOS = 2 * LONG_NANOS;

	private final LongSupplier clock;

	/** Maximum number of permits for sessions that are not known to be prompt. */
	private final int limit;

	/** Maximum number of permits for sessions that have kept a thread waiting in vain. */
	private final int lateLimit;

	/** Maximum number of permits for all work that needs a permit to begin. */
	private final int plannedLimit;

	/** Maximum number of permits including those for unexpected waits. */
	private final int totalLimit;

	/** Permits in use, by the ordinal of {@link Standing}. Guarded by this. */
	private final int[] used = new int[Standing.ALL.size()];

	/** Queued requests by the ordinal of {@link Standing}. Guarded by this. */
	private final List<Set<Permit>> queues = List.of(new LinkedHashSet<>(), new LinkedHashSet<>(),
			new LinkedHashSet<>());

	/** Number of works and waits that lack a permit. Written under the lock of this. */
	private volatile int lacking;

	/**
	 * Number of works and waits that lack a permit, without those of sessions that have
	 * kept a thread waiting in vain. Written under the lock of this.
	 */
	private volatile int lackingWithoutLate;

	/** The events whose callbacks have waited, by {@code SessionHandler.kind()}. */
	private final Map<Object, WaitingEvents> kinds = new ConcurrentHashMap<>();

	/**
	 * Creates the permits of a pool.
	 * @param limit the number of permits for sessions that are not known to be prompt
	 * @param clock the time in nanoseconds
	 */
	public PeerWaits(int limit, LongSupplier clock) {
		this.clock = clock;
		this.limit = limit;
		this.lateLimit = Math.max(1, limit / 2);
		this.plannedLimit = limit + limit / 4;
		this.totalLimit = limit + limit / 2;
	}

	/**
	 * Returns the permits of an executor's threads.
	 * @param executor the executor
	 * @return the permits, or {@code null} if the executor is not a bounded pool of
	 * {@link PoolThreads}
	 */
	public static @Nullable PeerWaits of(Executor executor) {
		return (executor instanceof ForkJoinPool pool && pool.getFactory() instanceof PoolThreads own) ? own.waits()
				: null;
	}

	/**
	 * Returns a permit that is not requested yet.
	 * @param session the session whose peer is waited for
	 * @param onPermit called if the permit is granted later than requested, on the thread
	 * that has released another permit; must neither block nor throw
	 * @return a new permit
	 */
	public Permit newPermit(WsSession session, Runnable onPermit) {
		return new Permit(this, (session instanceof WaitingSession own) ? own.waits() : null, onPermit);
	}

	/**
	 * Returns the permits of a new session.
	 * @param kind the kind of the session's handler
	 * @return new permits
	 */
	public SessionWaits newSession(Object kind) {
		return new SessionWaits(this.kinds.computeIfAbsent(kind, (any) -> new WaitingEvents(this)));
	}

	/** Grants a permit or queues the request. Returns whether the permit is granted. */
	synchronized boolean request(Permit permit) {
		if (isFree(permit.standing())) {
			this.used[permit.standing().ordinal()]++;
			return true;
		}
		this.queues.get(permit.standing().ordinal()).add(permit);
		updateLacking();
		return false;
	}

	/** Removes a queued request. */
	synchronized void cancel(Permit permit) {
		this.queues.get(permit.standing().ordinal()).remove(permit);
		updateLacking();
	}

	/**
	 * Releases a permit.
	 * @param standing the standing for which the permit was granted
	 */
	void release(Standing standing) {
		Permit next;
		synchronized (this) {
			this.used[standing.ordinal()]--;
			next = next();
			updateLacking();
		}
		// a request that was abandoned releases its permit again
		if (next != null) {
			next.grant();
		}
	}

	/** Removes the next request from its queue. Guarded by this. */
	private @Nullable Permit next() {
		for (Standing standing : Standing.ALL) {
			Iterator<Permit> first = this.queues.get(standing.ordinal()).iterator();
			if (first.hasNext() && isFree(standing)) {
				Permit next = first.next();
				first.remove();
				this.used[standing.ordinal()]++;
				return next;
			}
		}
		return null;
	}

	private boolean isFree(Standing standing) {
		return switch (standing) {
			case PROMPT -> total() < this.plannedLimit;
			case NEW -> total() < this.plannedLimit && used(Standing.NEW) + used(Standing.LATE) < this.limit;
			case LATE -> used(Standing.LATE) < this.lateLimit && isFree(Standing.NEW);
		};
	}

	private int used(Standing standing) {
		return this.used[standing.ordinal()];
	}

	private int total() {
		return used(Standing.PROMPT) + used(Standing.NEW) + used(Standing.LATE);
	}

	private void updateLacking() {
		int unplanned = Math.max(0, total() - this.plannedLimit);
		this.lackingWithoutLate = this.queues.get(0).size() + this.queues.get(1).size() + unplanned;
		this.lacking = this.lackingWithoutLate + this.queues.get(2).size();
	}

	/**
	 * Takes a permit for a wait of work that began without a permit.
	 * @param standing the standing of the waiting session
	 * @param anyway whether to take the permit even if the limit is exceeded
	 * @return {@code false} if no permit is taken because too many handlers are waiting
	 */
	private synchronized boolean enter(Standing standing, boolean anyway) {
		if (!anyway && !isFree(standing) && (standing == Standing.LATE || total() >= this.totalLimit)) {
			return false;
		}
		this.used[standing.ordinal()]++;
		updateLacking();
		return true;
	}

	/** Runs work that holds a permit, so that its waits take no further permits. */
	static <T extends @Nullable Object> T callWithPermit(@Nullable SessionWaits session, Callable<T> work)
			throws Exception {
		if (!(Thread.currentThread() instanceof HandlerThread thread) || thread.permitted) {
			return work.call();
		}
		if (thread.session == null && session != null) {
			thread.begin(session, null, true);
			try {
				return work.call();
			}
			finally {
				thread.end();
			}
		}
		thread.permitted = true;
		try {
			return work.call();
		}
		finally {
			thread.permitted = false;
		}
	}

	/**
	 * Waits for a peer. Waits are limited only on threads of a bounded pool.
	 * @param nanos the maximum time in nanoseconds
	 * @param peer the wait, which is called for parts of the time
	 * @return {@code false} if the time is over. While others lack a permit, the time is
	 * shorter than requested, and 0 if too many handlers are waiting or the callback has
	 * waited in vain before
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static boolean await(long nanos, Wait peer) throws InterruptedException {
		if (!(Thread.currentThread() instanceof HandlerThread thread)) {
			return peer.await(nanos);
		}
		if (thread.late && thread.waits.lacking > 0) {
			return false;
		}
		boolean done = thread.waits.await(nanos, peer, thread, false);
		if (!done && nanos >= SHORT_NANOS) {
			thread.onVainWait();
		}
		return done;
	}

	/**
	 * Waits for one of several parts of a peer's input. The caller limits the wait for
	 * all parts.
	 * @param nanos the maximum time in nanoseconds
	 * @param peer the wait, which is called for parts of the time
	 * @return {@code false} if the time is over, which is earlier than requested while
	 * others lack a permit
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static boolean awaitPiece(long nanos, Wait peer) throws InterruptedException {
		return (Thread.currentThread() instanceof HandlerThread thread) ? thread.waits.await(nanos, peer, thread, true)
				: peer.await(nanos);
	}

	/**
	 * Records that the callback on the current thread has waited for its peer in vain.
	 */
	public static void onVainWaitHere() {
		if (Thread.currentThread() instanceof HandlerThread thread) {
			thread.onVainWait();
		}
	}

	private boolean await(long nanos, Wait peer, HandlerThread thread, boolean anyway) throws InterruptedException {
		if (thread.permitted) {
			return await(nanos, peer, thread);
		}
		thread.onUnplannedWait();
		Standing standing = thread.standing();
		if (!enter(standing, anyway)) {
			return false;
		}
		thread.permitted = true;
		try {
			return await(nanos, peer, thread);
		}
		finally {
			thread.permitted = false;
			release(standing);
		}
	}

	private boolean await(long nanos, Wait peer, HandlerThread thread) throws InterruptedException {
		long start = this.clock.getAsLong();
		while (true) {
			long waited = this.clock.getAsLong() - start;
			if (waited >= nanos || waited >= patience(thread.standing())) {
				return false;
			}
			if (peer.await(Math.min(nanos - waited, SHORT_NANOS))) {
				return true;
			}
		}
	}

	/**
	 * Returns the current limit of a wait, in nanoseconds. While many lack a permit, the
	 * limit decreases so that each of them has one within {@link #MAX_DELAY_NANOS}, as
	 * long as the limit is more than {@link #SHORT_NANOS}.
	 */
	long patience(Standing standing) {
		if (this.lacking == 0) {
			return Long.MAX_VALUE;
		}
		return switch (standing) {
			case PROMPT -> LONG_NANOS;
			case NEW -> Math.max(SHORT_NANOS,
					Math.min(LONG_NANOS, MAX_DELAY_NANOS / Math.max(1, this.lackingWithoutLate) * this.limit));
			case LATE -> SHORT_NANOS;
		};
	}

	/**
	 * Returns the maximum time that the current thread may wait for its peer.
	 * @return the time in nanoseconds; {@link Long#MAX_VALUE} while no work lacks a
	 * permit
	 */
	public static long patienceHere() {
		return (Thread.currentThread() instanceof HandlerThread thread) ? thread.waits.patience(thread.standing())
				: Long.MAX_VALUE;
	}

	/**
	 * A wait for a peer.
	 */
	@FunctionalInterface
	public interface Wait {

		/**
		 * Waits for the peer.
		 * @param nanos the maximum time in nanoseconds
		 * @return {@code false} if the time is over
		 * @throws InterruptedException if the thread is interrupted
		 */
		boolean await(long nanos) throws InterruptedException;

	}

	/**
	 * The events whose callbacks have waited for a peer, for all handlers of one kind.
	 * Safe to use from any thread.
	 */
	static final class WaitingEvents {

		/** The permits of the pool that runs the callbacks. */
		final PeerWaits waits;

		/** One bit for each event, by its ordinal. Written under the lock of this. */
		private volatile int events;

		WaitingEvents(PeerWaits waits) {
			this.waits = waits;
		}

		boolean contains(SessionEvent event) {
			return (this.events & (1 << event.ordinal())) != 0;
		}

		void add(SessionEvent event) {
			if (!contains(event)) {
				synchronized (this) {
					this.events |= 1 << event.ordinal();
				}
			}
		}

	}

}
