package dev.wsboot.engine.server.waits;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of a bounded pool that runs handlers. Safe to use from any thread.
 */
public final class PoolThreads implements ForkJoinWorkerThreadFactory {

	private final String namePrefix;

	/** The context class loader of the threads. */
	private final ClassLoader applicationLoader;

	/** The permits of the threads to wait for peers. */
	private final PeerWaits waits;

	/** The number of the next thread. */
	private final AtomicInteger number = new AtomicInteger();

	/**
	 * Creates a factory for one pool.
	 * @param namePrefix the beginning of the names of the threads
	 * @param applicationLoader the context class loader of the threads
	 * @param waits the permits of the threads to wait for peers
	 */
	public PoolThreads(String namePrefix, ClassLoader applicationLoader, PeerWaits waits) {
		this.namePrefix = namePrefix;
		this.applicationLoader = applicationLoader;
		this.waits = waits;
	}

	@Override
	public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
		ForkJoinWorkerThread thread = new HandlerThread(pool, this.waits);
		thread.setName(this.namePrefix + this.number.getAndIncrement());
		thread.setContextClassLoader(this.applicationLoader);
		return thread;
	}

	PeerWaits waits() {
		return this.waits;
	}

	/**
	 * A thread of a bounded pool.
	 */
	static final class HandlerThread extends ForkJoinWorkerThread {

		/** The permits of the pool. */
		final PeerWaits waits;

		/** Whether the running task holds a permit. Confined to this thread. */
		boolean permitted;

		HandlerThread(ForkJoinPool pool, PeerWaits waits) {
			super(pool);
			this.waits = waits;
		}

	}

}
