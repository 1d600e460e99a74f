/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The events of one session: that it opens and that it ends, once and in this order, even
 * if it ends before its open callback. Safe to use from any thread.
 */
public final class SessionPresence {

	private final SessionEvents events;

	/** Completes when the last event is published. */
	private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

	/**
	 * The user or session by which the events are ordered; {@code null} before the
	 * session opens. Guarded by this.
	 */
	private @Nullable Object key;

	/** Whether the end was reported. Guarded by this. */
	private boolean ended;

	SessionPresence(SessionEvents events) {
		this.events = events;
	}

	/**
	 * Reports that the session opens, unless it has ended.
	 * @param session the session
	 */
	public synchronized void open(WsSession session) {
		opened(session);
	}

	private Object opened(WsSession session) {
		Object present = this.key;
		if (present == null) {
			present = SessionEvents.keyOf(session);
			this.key = present;
			this.events.opened(present, session);
		}
		return present;
	}

	/**
	 * Reports that the session has ended.
	 * @param session the session
	 * @param status the status of the end
	 */
	public synchronized void end(WsSession session, CloseStatus status) {
		if (!this.ended) {
			this.ended = true;
			this.events.closed(opened(session), session, status, this.over);
		}
	}

	/**
	 * Returns a stage that completes when all events of the session are published.
	 * @return the stage
	 */
	public CompletionStage<@Nullable Void> over() {
		return this.over;
	}

}
