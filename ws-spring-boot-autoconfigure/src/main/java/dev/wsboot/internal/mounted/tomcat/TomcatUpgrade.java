/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted.tomcat;

import java.io.IOException;

import dev.wsboot.engine.server.MountedHandshake;
import dev.wsboot.internal.mounted.ConnectionUpgrade;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Has Tomcat hand over sockets by an upgrade handler of Tomcat's own kind. Safe to use
 * from any thread.
 */
public final class TomcatUpgrade implements ConnectionUpgrade {

	/** The attribute of requests over TLS, also if a proxy has sent them. */
	private static final String CIPHER = "jakarta.servlet.request.cipher_suite";

	@Override
	public void upgrade(HttpServletRequest request, MountedHandshake handshake) throws IOException, ServletException {
		if (!TomcatSocket.isTlsSupported() && request.getAttribute(CIPHER) != null) {
			throw new ServletException("A socket with TLS cannot be taken over from Tomcat, as its package "
					+ "org.apache.tomcat.util.net is not open: add --add-opens for that package");
		}
		request.upgrade(TomcatUpgradeHandler.class).prepare(handshake);
	}

}
