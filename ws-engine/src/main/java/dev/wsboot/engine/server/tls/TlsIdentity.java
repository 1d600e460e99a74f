/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.security.Principal;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.wsboot.engine.options.ClientAuth;
import dev.wsboot.engine.options.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * The names that the two sides of a TLS handshake have verified. Stateless.
 */
final class TlsIdentity {

	private TlsIdentity() {
	}

	/**
	 * Returns the subject of the client's certificate.
	 * @param engine the engine of the connection
	 * @return the subject, or {@code null} if the client has shown no certificate
	 */
	static @Nullable Principal principal(SSLEngine engine) {
		if (!(engine.getNeedClientAuth() || engine.getWantClientAuth())) {
			return null;
		}
		try {
			return engine.getSession().getPeerPrincipal();
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
	}

	/**
	 * Returns whether a request for a host belongs on a connection, as far as
	 * certificates of clients matter (RFC 9110 7.4): the demands of one name must not be
	 * evaded by asking for another name in the TLS handshake.
	 * @param engine the engine of the connection
	 * @param all the options of all names
	 * @param host the name in the request
	 */
	static boolean serves(SSLEngine engine, TlsOptions all, String host) {
		String name = (engine.getSession() instanceof ExtendedSSLSession session)
				? TlsServer.requestedName(session.getRequestedServerNames()) : null;
		if (name != null && principal(engine) != null && !name.equalsIgnoreCase(host)) {
			return false;
		}
		TlsOptions shown = all.forServerName(name);
		TlsOptions asked = all.forServerName(host);
		return shown.equals(asked) || (shown.clientAuth() == ClientAuth.NONE && asked.clientAuth() == ClientAuth.NONE);
	}

}
