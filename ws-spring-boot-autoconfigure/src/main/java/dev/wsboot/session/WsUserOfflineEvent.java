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
 * Published when a user has no more sessions on this node, after the
 * {@link WsUserOnlineEvent}. The events of one user alternate, and are published one at a
 * time on threads of handlers.
 */
public final class WsUserOfflineEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String name;

	/**
	 * Creates an event.
	 * @param session the last session of the user
	 * @param name the name of the user
	 */
	public WsUserOfflineEvent(WsSession session, String name) {
		super(session);
		this.name = name;
	}

	/**
	 * Returns the name of the user, which is that of the principal.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

}
