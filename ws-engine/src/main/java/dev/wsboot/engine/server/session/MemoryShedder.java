/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryBudget;

/**
 * Closes the sessions that hold the most memory, while all connections together exceed
 * the budget. Safe to use from any thread.
 */
public final class MemoryShedder {

	/** The time after which a loop that has not released memory is not awaited. */
	private static final long PATIENCE_SECONDS = 1;

	/** The time without further attempts after no session could be closed. */
	private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * The interval between lines in the log, so that a lasting attack does not fill it.
	 */
	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final SessionRegistry sessions;

	private final MemoryBudget memory;

	private final Counters counters;

	/** The time in nanoseconds. */
	private final LongSupplier clock;

	/**
	 * The number of closed sessions that are not logged yet. Owned by the running thread.
	 */
	private int unlogged;

	/** The time of the last line in the log. Owned by the running thread. */
	private long logged;

	private final AtomicBoolean running = new AtomicBoolean();

	/** The time of the last attempt that found no session to close. */
	private volatile long vain;

	public MemoryShedder(SessionRegistry sessions, MemoryBudget memory, Counters counters, LongSupplier clock) {
		this.sessions = sessions;
		this.memory = memory;
		this.counters = counters;
		this.clock = clock;
		this.logged = clock.getAsLong() - LOG_INTERVAL_NANOS;
		this.vain = clock.getAsLong() - REST_NANOS;
	}

	/** Requests a run. Returns at once; a separate thread closes the sessions. */
	public void request() {
		if (this.clock.getAsLong() - this.vain >= REST_NANOS && this.running.compareAndSet(false, true)) {
			// set here, since a round of the loops may read much before that thread runs
			this.memory.shedding(true);
			try {
				Thread thread = new Thread(this::run, "ws-shedder");
				thread.setDaemon(true);
				thread.start();
			}
			catch (Throwable ex) {
				// no more threads: the next connection that grows requests again
				this.memory.shedding(false);
				this.running.set(false);
			}
		}
	}

	private void run() {
		// a little more than needed, or every message would request a run
		long enough = this.memory.max() - this.memory.max() / 8;
		boolean shed = true;
		try {
			while (shed && this.memory.held() > this.memory.max()) {
				shed = shed(this.memory.held() - enough);
			}
		}
		finally {
			if (!shed && this.memory.held() > this.memory.max()) {
				this.vain = this.clock.getAsLong();
			}
			this.memory.shedding(false);
			this.running.set(false);
		}
		if (shed && this.memory.held() > this.memory.max()) {
			// requested just before this thread was ready for the request
			request();
		}
	}

	/**
	 * Closes sessions, the largest first, until they release enough.
	 * @param excess the number of bytes to be released
	 * @return whether there was a session to close
	 */
	private boolean shed(long excess) {
		List<Holding> holdings = new ArrayList<>();
		this.sessions.forEachHolder((session) -> holdings.add(new Holding(session, session.releasableBytes())));
		// sessions that hold less hold at most half of the budget together, so they are
		// not the reason why it is exceeded
		long least = Math.max(1, this.memory.max() / (2L * Math.max(1, holdings.size())));
		holdings.removeIf((holding) -> holding.bytes() < least);
		holdings.sort(Comparator.comparingLong(Holding::bytes).reversed());
		List<CompletableFuture<Void>> done = new ArrayList<>();
		int open = 0;
		long left = excess;
		for (Holding holding : holdings) {
			if (left <= 0) {
				break;
			}
			left -= holding.bytes();
			// other sessions are closed or have ended, but still hold memory
			open += holding.session().isOpen() ? 1 : 0;
			done.add(holding.session().shed());
		}
		if (!done.isEmpty()) {
			this.counters.add(WsCounter.SESSIONS_SHED, open);
			log(open);
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
				.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
				.join();
		}
		return !done.isEmpty();
	}

	private void log(int closed) {
		this.unlogged += closed;
		long now = this.clock.getAsLong();
		if (this.unlogged > 0 && now - this.logged >= LOG_INTERVAL_NANOS) {
			Log.log(Level.WARNING, "Sessions held more memory together than they may: the " + this.unlogged
					+ " that held the most were closed (1013)");
			this.unlogged = 0;
			this.logged = now;
		}
	}

	private record Holding(Session session, long bytes) {
	}

}
