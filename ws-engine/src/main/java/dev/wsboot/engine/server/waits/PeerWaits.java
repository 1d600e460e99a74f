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

import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.waits.PoolThreads.HandlerThread;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a bounded pool's handlers to wait for their peers, so that peers cannot
 * occupy all of its threads. Safe to use from any thread.
 * <p>
 * Work that may wait for its peer begins with a permit, and without one waits in a queue
 * in place of a thread: reading a message as it arrives, and callbacks whose kind has
 * been seen to wait. Code of the application that waits in its middle for the first time
 * takes a permit while it waits, or fails at once if too many do.
 * <p>
 * Sessions that have kept a thread waiting for nothing get half of the permits, those
 * that have not kept one waiting some more than all others.
 */
public final class PeerWaits {

	/** The longest wait for a peer while many others lack a permit. */
	public static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** The longest wait for a peer that deserves patience while others lack a permit. */
	static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

	/** The limit for sessions that are not known to be prompt. */
	private final int limit;

	/** The limit for sessions that have kept a thread waiting. */
	private final int lateLimit;

	/** The limit for all work that begins with a permit. */
	private final int plannedLimit;

	/** The limit for all waits, with those that nobody has expected. */
	private final int totalLimit;

	/** Permits in use, by the ordinal of {@link Standing}. Guarded by this. */
	private final int[] used = new int[Standing.ALL.size()];

	/** Requests in their order, by the ordinal of {@link Standing}. Guarded by this. */
	private final List<Set<Permit>> queues = List.of(new LinkedHashSet<>(), new LinkedHashSet<>(),
			new LinkedHashSet<>());

	/** Work of any session that lacks a permit. Written under the lock of this. */
	private volatile int lacking;

	/**
	 * Work that lacks a permit, of sessions that have not kept a thread waiting. Written
	 * under the lock of this.
	 */
	private volatile int lackingWithoutLate;

	/** The events whose callbacks wait, by {@code SessionHandler.kind()}. */
	private final Map<Object, WaitingEvents> kinds = new ConcurrentHashMap<>();

	/**
	 * Creates the permits of one pool.
	 * @param limit the number of permits for sessions that are not known to be prompt
	 */
	public PeerWaits(int limit) {
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
	 * Returns a permit that is to be requested.
	 * @param session the session whose peer the work waits for
	 * @param onPermit called as soon as the permit is granted later than requested, on
	 * the thread that has given one back; must neither block nor throw
	 * @return a new permit
	 */
	public Permit newPermit(WsSession session, Runnable onPermit) {
		return new Permit(this, (session instanceof WaitingSession own) ? own.waits() : null, onPermit);
	}

	/**
	 * Returns the permits of a new session.
	 * @param kind the kind of its handler
	 * @return new permits
	 */
	public SessionWaits newSession(Object kind) {
		return new SessionWaits(this, this.kinds.computeIfAbsent(kind, (any) -> new WaitingEvents()));
	}

	/** Whether a permit is granted at once; if not, it will be later. */
	synchronized boolean request(Permit permit) {
		if (isFree(permit.standing())) {
			this.used[permit.standing().ordinal()]++;
			return true;
		}
		this.queues.get(permit.standing().ordinal()).add(permit);
		updateLacking();
		return false;
	}

	synchronized void cancel(Permit permit) {
		this.queues.get(permit.standing().ordinal()).remove(permit);
		updateLacking();
	}

	/** Gives back the permit of a session that had a standing when it was granted. */
	void release(Standing standing) {
		Permit next;
		synchronized (this) {
			this.used[standing.ordinal()]--;
			next = next();
			updateLacking();
		}
		// a request that has been given up gives back what it gets, and so on
		if (next != null) {
			next.grant();
		}
	}

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
	 * Counts a wait that has no permit from the start.
	 * @param anyway whether to count it in any case
	 * @return whether it is counted
	 */
	private synchronized boolean enter(Standing standing, boolean anyway) {
		if (!anyway && !isFree(standing) && (standing == Standing.LATE || total() >= this.totalLimit)) {
			return false;
		}
		this.used[standing.ordinal()]++;
		updateLacking();
		return true;
	}

	/** Calls what holds a permit, so that none of its waits takes another. */
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
	 * Waits for a peer, without a limit on any thread but those of a bounded pool.
	 * @param nanos how long at most
	 * @param peer waits for a part of that time
	 * @return {@code false} if the time is up, which may be earlier than asked for where
	 * others lack a permit: at once if too many wait already, or if the callback has
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
	 * Waits for a peer that may give the rest of something piece by piece, so that the
	 * caller limits the wait for all of it.
	 * @param nanos how long at most
	 * @param peer waits for a part of that time
	 * @return {@code false} if the time is up, which may be earlier than asked for where
	 * others lack a permit
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static boolean awaitPiece(long nanos, Wait peer) throws InterruptedException {
		return (Thread.currentThread() instanceof HandlerThread thread) ? thread.waits.await(nanos, peer, thread, true)
				: peer.await(nanos);
	}

	/**
	 * Notes that the current callback has waited for its peer in vain.
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
		long start = System.nanoTime();
		while (true) {
			long waited = System.nanoTime() - start;
			if (waited >= nanos || waited >= patience(thread.standing())) {
				return false;
			}
			if (peer.await(Math.min(nanos - waited, SHORT_NANOS))) {
				return true;
			}
		}
	}

	/** Returns how long the peer of a session is waited for now, in nanoseconds. */
	long patience(Standing standing) {
		if (this.lacking == 0) {
			return Long.MAX_VALUE;
		}
		return switch (standing) {
			case PROMPT -> LONG_NANOS;
			case NEW -> (this.lackingWithoutLate <= this.limit) ? LONG_NANOS : SHORT_NANOS;
			case LATE -> SHORT_NANOS;
		};
	}

	/**
	 * Returns how long the current thread may wait for its peer.
	 * @return nanoseconds; {@link Long#MAX_VALUE} where nobody lacks a permit
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
		 * Waits.
		 * @param nanos how long at most
		 * @return {@code false} if the time is up
		 * @throws InterruptedException if the thread is interrupted
		 */
		boolean await(long nanos) throws InterruptedException;

	}

}
