/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.engine.server.waits.SessionWaits;
import dev.wsboot.engine.server.waits.WaitingSession;
import dev.wsboot.internal.invocation.ConcurrencyLimit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one session whose messages are handled concurrently. On a bounded pool, a
 * call that may wait for the peer is queued until it has a permit, without a thread. Safe
 * to use from any thread.
 */
final class ConcurrentCalls {

	private final Executor executor;

	private final ConcurrencyLimit limit;

	/** The calls that lack a permit, in order; {@code null} for none. Guarded by this. */
	private @Nullable Set<Call> queued;

	/** Whether the session has ended. Guarded by this. */
	private boolean ended;

	/**
	 * Creates the calls of a session.
	 * @param executor runs the calls
	 * @param limit counts the calls
	 */
	ConcurrentCalls(Executor executor, ConcurrencyLimit limit) {
		this.executor = executor;
		this.limit = limit;
	}

	/**
	 * Starts a call, now or when there is a permit. Called by the session's mailbox.
	 * @param event the event that the call is for
	 * @param session the session
	 * @param task the call, which throws nothing
	 */
	void start(SessionEvent event, WsSession session, Runnable task) {
		this.limit.beginMethod(session);
		new Call(event, session, task).begin();
	}

	/**
	 * Starts all queued calls without permits, as the session has ended, so that there is
	 * no peer to wait for.
	 */
	void end() {
		Set<Call> last;
		synchronized (this) {
			this.ended = true;
			last = this.queued;
			this.queued = null;
		}
		if (last != null) {
			last.forEach(Call::beginWithoutPermit);
		}
	}

	/** Queues a call. Returns {@code false} if the session has ended. */
	private synchronized boolean add(Call call) {
		if (this.ended) {
			return false;
		}
		if (this.queued == null) {
			this.queued = new LinkedHashSet<>();
		}
		return this.queued.add(call);
	}

	/**
	 * Removes a queued call. Returns {@code false} if the call has been removed before.
	 */
	private synchronized boolean remove(Call call) {
		return this.queued != null && this.queued.remove(call);
	}

	/**
	 * One call.
	 */
	private final class Call implements Runnable {

		private final SessionEvent event;

		private final WsSession session;

		private final Runnable task;

		/** The permits of the session; {@code null} if the executor has no bound. */
		private final @Nullable SessionWaits waits;

		/** The permit of this call; {@code null} if the call needs none. */
		private final @Nullable Permit permit;

		Call(SessionEvent event, WsSession session, Runnable task) {
			this.event = event;
			this.session = session;
			this.task = task;
			this.waits = (session instanceof WaitingSession own) ? own.waits() : null;
			this.permit = (this.waits != null) ? this.waits.newPermit(event, this::onPermit) : null;
		}

		void begin() {
			if (this.permit == null || !add(this)) {
				execute();
			}
			else if (this.permit.request()) {
				onPermit();
			}
		}

		private void onPermit() {
			if (remove(this)) {
				execute();
			}
		}

		void beginWithoutPermit() {
			if (this.permit != null) {
				this.permit.end();
			}
			execute();
		}

		private void execute() {
			try {
				ConcurrentCalls.this.executor.execute(this);
			}
			catch (RejectedExecutionException ex) {
				if (this.permit != null) {
					this.permit.end();
				}
				ConcurrentCalls.this.limit.endMethod();
				this.session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
			}
		}

		@Override
		public void run() {
			try {
				if (this.waits != null) {
					this.waits.run(this.event, this.permit, this.task);
				}
				else {
					this.task.run();
				}
			}
			finally {
				ConcurrentCalls.this.limit.endMethod();
			}
		}

	}

}
