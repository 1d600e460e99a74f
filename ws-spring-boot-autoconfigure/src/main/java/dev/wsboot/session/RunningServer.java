/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import org.jspecify.annotations.Nullable;

/**
 * The link from the lifecycle, which starts and stops servers, to the {@link WsSessions}
 * bean, which shows the sessions of the running server. A separate bean, so that an
 * application or a test can replace the sessions. Safe to use from any thread.
 */
public final class RunningServer {

	private final CurrentWsSessions sessions = new CurrentWsSessions(null);

	/**
	 * Creates a link without a server.
	 */
	public RunningServer() {
	}

	/**
	 * Switches the sessions to another server.
	 * @param server the server that has started, or {@code null} if it has stopped
	 * @param endpoints the endpoints of the server
	 */
	public void follow(@Nullable WsServer server, WsEndpoints endpoints) {
		this.sessions.follow(server, endpoints);
	}

	/**
	 * Returns the sessions of the running server, which is determined at each use; empty
	 * while no server runs.
	 * @return the sessions
	 */
	public WsSessions sessions() {
		return this.sessions;
	}

}
