/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

/**
 * Package-private state of servers, for tests in other packages.
 */
public final class ServerInternals {

	/** Maximum number of threads that wait for peers. */
	public static final int MAX_PEER_WAITS = HandlerExecutor.MAX_PEER_WAITS;

	private ServerInternals() {
	}

	/**
	 * Returns the number of inflaters and deflaters that own native memory.
	 * @param server the server
	 * @return how many its loops own
	 */
	public static int zipsAlive(WsServer server) {
		return server.zipsAlive();
	}

}
