/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

/**
 * The way in which handshakes come to the WebSocket server.
 */
public enum WsServerMode {

	/** The server listens on a port of its own. */
	PORT,

	/**
	 * Handshakes come in through the web server of the application, on its port, and pass
	 * its filters. After the handshake, the WebSocket server has the socket.
	 */
	MOUNTED

}
