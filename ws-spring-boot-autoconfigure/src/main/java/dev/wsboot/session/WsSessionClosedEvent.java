/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.io.Serial;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;

import org.springframework.context.ApplicationEvent;

/**
 * Published once for each session that has ended, however it ended. Published on a thread
 * of handlers, also while a callback of the session is still running.
 */
public final class WsSessionClosedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient CloseStatus status;

	/**
	 * Creates an event.
	 * @param session the session that has ended
	 * @param status the status of the first Close frame, or 1006 without one
	 */
	public WsSessionClosedEvent(WsSession session, CloseStatus status) {
		super(session);
		this.status = status;
	}

	/**
	 * Returns the session, which is no longer open.
	 * @return the session
	 */
	public WsSession session() {
		return (WsSession) getSource();
	}

	/**
	 * Returns the status of the first Close frame, sent or received.
	 * @return the status; 1006 if the connection ended without a Close frame
	 */
	public CloseStatus status() {
		return this.status;
	}

}
