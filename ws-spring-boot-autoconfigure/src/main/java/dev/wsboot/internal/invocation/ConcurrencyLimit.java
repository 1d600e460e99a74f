/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Limits the concurrent calls of one session. At the limit, the session's mailbox is
 * held, which pauses reading from the peer. Safe to use from any thread.
 */
public final class ConcurrencyLimit {

	/** Maximum number of concurrent calls. */
	private final int limit;

	/** Number of running calls. Guarded by this. */
	private int running;

	/**
	 * Completes when another call may run; {@code null} below the limit. Guarded by this.
	 */
	private @Nullable CompletableFuture<@Nullable Void> room;

	/** Number of handler methods among the running calls. Guarded by this. */
	private int methods;

	/**
	 * The task to run after the last handler method, or {@code null}. Guarded by this.
	 */
	private @Nullable Runnable last;

	public ConcurrencyLimit(int limit) {
		this.limit = limit;
	}

	/**
	 * Counts a handler method that begins. Called by the session's mailbox.
	 * @param session the session
	 */
	public void beginMethod(WsSession session) {
		synchronized (this) {
			this.methods++;
		}
		begin(session);
	}

	/** Counts a handler method that has ended. */
	public void endMethod() {
		Runnable task;
		synchronized (this) {
			this.methods--;
			task = (this.methods == 0) ? this.last : null;
			this.last = (task != null) ? null : this.last;
		}
		end();
		if (task != null) {
			task.run();
		}
	}

	/**
	 * Counts a call that begins.
	 * @param session the session
	 */
	void begin(WsSession session) {
		CompletableFuture<@Nullable Void> full;
		synchronized (this) {
			this.running++;
			if (this.running < this.limit || this.room != null) {
				return;
			}
			full = new CompletableFuture<>();
			this.room = full;
		}
		session.holdUntil(full);
	}

	/** Counts a call that has ended. */
	void end() {
		CompletableFuture<@Nullable Void> full;
		synchronized (this) {
			this.running--;
			full = (this.running < this.limit) ? this.room : null;
			this.room = (full != null) ? null : this.room;
		}
		if (full != null) {
			full.complete(null);
		}
	}

	/**
	 * Runs a task when the last handler method has ended. No method may begin afterwards.
	 * @param task the task
	 * @return {@code false} if no method is running; then the task is not run
	 */
	public synchronized boolean runAfterLast(Runnable task) {
		if (this.methods == 0) {
			return false;
		}
		this.last = task;
		return true;
	}

}
