package dev.wsboot.engine.server.waits;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The permits of a bounded pool's handlers to wait for their peers, so that peers cannot
 * occupy all of its threads. Safe to use from any thread.
 * <p>
 * Work that may wait for its peer from the start, such as reading a message as it
 * arrives, begins with a permit, and without one waits in a queue in place of a thread.
 * Code of the application that waits in the middle, such as for the answer of a client,
 * takes a permit while it waits. Without one, that wait is short.
 */
public final class PeerWaits {

	/** The longest wait for a peer while others lack a permit. */
	public static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final int limit;

	/** Permits in use. Guarded by this. */
	private int used;

	/** Those that get a permit as soon as there is one. Guarded by this. */
	private final Set<Permit> queue = new LinkedHashSet<>();

	/** Handlers that wait without a permit. Guarded by this. */
	private int withoutPermit;

	/** Whether somebody lacks a permit. Written under the lock of this. */
	private volatile boolean scarce;

	/**
	 * Creates the permits of one pool.
	 * @param limit the number of permits
	 */
	public PeerWaits(int limit) {
		this.limit = limit;
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
	 * @param onPermit called as soon as the permit is granted later than requested, on
	 * the thread that has given one back; must neither block nor throw
	 * @return a new permit
	 */
	public Permit newPermit(Runnable onPermit) {
		return new Permit(this, onPermit);
	}

	/** Whether a permit is granted at once; if not, it will be later. */
	synchronized boolean request(Permit permit) {
		if (this.used < this.limit) {
			this.used++;
			return true;
		}
		this.queue.add(permit);
		this.scarce = true;
		return false;
	}

	synchronized void cancel(Permit permit) {
		this.queue.remove(permit);
		updateScarce();
	}

	/** Gives a permit back. */
	void release() {
		Permit next = null;
		synchronized (this) {
			Iterator<Permit> first = this.queue.iterator();
			if (first.hasNext()) {
				next = first.next();
				first.remove();
			}
			else {
				this.used--;
			}
			updateScarce();
		}
		if (next != null) {
			next.grant();
		}
	}

	/** Calls what holds a permit, so that none of its waits takes another. */
	static <T extends @Nullable Object> T callWithPermit(Callable<T> work) throws Exception {
		if (!(Thread.currentThread() instanceof PoolThreads.HandlerThread thread) || thread.permitted) {
			return work.call();
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
	 * others lack a permit
	 */
	public static boolean await(long nanos, Wait peer) throws InterruptedException {
		if (!(Thread.currentThread() instanceof PoolThreads.HandlerThread thread)) {
			return peer.await(nanos);
		}
		PeerWaits waits = thread.waits;
		boolean covered = thread.permitted;
		if (!covered) {
			thread.permitted = waits.enter();
		}
		try {
			long start = System.nanoTime();
			while (true) {
				long left = nanos - (System.nanoTime() - start);
				if (left <= 0) {
					return false;
				}
				if (peer.await(Math.min(left, SHORT_NANOS))) {
					return true;
				}
				if (waits.scarce) {
					return false;
				}
			}
		}
		finally {
			if (!covered) {
				waits.leave(thread.permitted);
				thread.permitted = false;
			}
		}
	}

	/** Whether the current thread is one of a pool some of whose work lacks a permit. */
	public static boolean areScarceHere() {
		return Thread.currentThread() instanceof PoolThreads.HandlerThread thread && thread.waits.scarce;
	}

	private synchronized boolean enter() {
		if (this.used < this.limit) {
			this.used++;
			return true;
		}
		this.withoutPermit++;
		this.scarce = true;
		return false;
	}

	private void leave(boolean permitted) {
		if (permitted) {
			release();
			return;
		}
		synchronized (this) {
			this.withoutPermit--;
			updateScarce();
		}
	}

	private void updateScarce() {
		this.scarce = this.withoutPermit > 0 || !this.queue.isEmpty();
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
		 */
		boolean await(long nanos) throws InterruptedException;

	}

}
