/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

/**
 * The web server of the application, through which handshakes come in mounted mode.
 */
public interface WebServerMount {

	/**
	 * Checks that the web server can hand over sockets.
	 * @throws WsMountException if it cannot
	 */
	void check();

	/**
	 * Returns the port of the web server.
	 * @return the port, or -1 if the web server does not run, as in a test with a mocked
	 * web environment
	 */
	int port();

}
