/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.io.Serial;

import org.springframework.context.ApplicationEvent;

/**
 * Published when the server accepts connections, also after a restart.
 */
public final class WsServerStartedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int port;

	/**
	 * Creates an event.
	 * @param source the lifecycle that has started the server
	 * @param port the port on which the server listens
	 */
	public WsServerStartedEvent(WsServerLifecycle source, int port) {
		super(source);
		this.port = port;
	}

	/**
	 * Returns the port on which the server listens, which is never 0.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

}
