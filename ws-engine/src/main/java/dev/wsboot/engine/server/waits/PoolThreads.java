/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Creates the threads of a bounded pool that runs handlers. Safe to use from any thread.
 */
public final class PoolThreads implements ForkJoinWorkerThreadFactory {

	/** The prefix of the names of the threads. */
	private final String namePrefix;

	/** The context class loader of the threads. */
	private final ClassLoader applicationLoader;

	/** Permits of the threads to wait for peers. */
	private final PeerWaits waits;

	/** The number of the next thread. */
	private final AtomicInteger number = new AtomicInteger();

	/**
	 * Creates a factory for one pool.
	 * @param namePrefix the prefix of the names of the threads
	 * @param applicationLoader the context class loader of the threads
	 * @param waits permits of the threads to wait for peers
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
	 * A thread of a bounded pool. The fields are confined to the thread itself.
	 */
	static final class HandlerThread extends ForkJoinWorkerThread {

		/** The permits of the pool. */
		final PeerWaits waits;

		/** {@code true} if the running task holds a permit. */
		boolean permitted;

		/** {@code true} if the running callback has waited in vain. */
		boolean late;

		/** The session whose callback runs; {@code null} if unknown. */
		@Nullable SessionWaits session;

		/** The event whose callback runs; {@code null} if none. */
		private @Nullable SessionEvent event;

		HandlerThread(ForkJoinPool pool, PeerWaits waits) {
			super(pool);
			this.waits = waits;
		}

		void begin(SessionWaits callbackOf, @Nullable SessionEvent about, boolean withPermit) {
			this.session = callbackOf;
			this.event = about;
			this.permitted = withPermit;
			this.late = false;
		}

		void end() {
			SessionWaits ended = this.session;
			if (ended != null && (this.late || this.permitted)) {
				ended.onCallEnd(this.late);
			}
			this.session = null;
			this.event = null;
			this.permitted = false;
			this.late = false;
		}

		void onUnplannedWait() {
			if (this.session != null && this.event != null) {
				this.session.onUnplannedWait(this.event);
			}
		}

		void onVainWait() {
			// tasks without a session do not call end()
			this.late = this.session != null;
		}

		Standing standing() {
			return (this.session != null) ? this.session.standing() : Standing.NEW;
		}

	}

}
