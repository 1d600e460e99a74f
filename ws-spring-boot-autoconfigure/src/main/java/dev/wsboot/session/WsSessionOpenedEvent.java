/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.io.Serial;

import dev.wsboot.engine.WsSession;

import org.springframework.context.ApplicationEvent;

/**
 * Published once for each session that opens, before its {@link WsSessionClosedEvent}.
 * Published on a thread of handlers, at about the time at which the open callback begins.
 * The session may have ended meanwhile.
 */
public final class WsSessionOpenedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an event.
	 * @param session the session that has opened
	 */
	public WsSessionOpenedEvent(WsSession session) {
		super(session);
	}

	/**
	 * Returns the session.
	 * @return the session
	 */
	public WsSession session() {
		return (WsSession) getSource();
	}

}
