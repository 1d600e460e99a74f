/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted;

import java.io.IOException;

import dev.wsboot.engine.server.MountedHandshake;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The way in which a web server hands over the socket of a request. Safe to use from any
 * thread.
 */
public interface ConnectionUpgrade {

	/**
	 * Has the web server send the 101, and then open the session of a handshake on the
	 * socket. Called on the thread of the request, before the response is committed.
	 * @param request the request
	 * @param handshake an accepted handshake
	 * @throws IOException if the web server cannot upgrade the connection
	 * @throws ServletException if the web server cannot upgrade the connection
	 */
	void upgrade(HttpServletRequest request, MountedHandshake handshake) throws IOException, ServletException;

}
