/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.internal.handshake.Cookies;
import dev.wsboot.security.WsAuthenticationConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Finds the login of the web application by the cookie of its session. Safe to use from
 * any thread.
 *
 * @param repository has the sessions
 * @param cookie the name of the cookie
 */
record HttpSessionConverter(SessionRepository<? extends Session> repository,
		String cookie) implements WsAuthenticationConverter {

	/** The attribute of Spring Security's HttpSessionSecurityContextRepository. */
	private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

	@Override
	public @Nullable Authentication convert(WsHandshake handshake) {
		List<String> values = Cookies.of(handshake.request().headers()).getOrDefault(this.cookie, List.of());
		for (String value : values) {
			Session session = find(value);
			Authentication login = (session != null) ? login(session) : null;
			if (session != null && login != null) {
				HttpSessionId.of(session.getId()).addTo(handshake);
				return login;
			}
		}
		return null;
	}

	/** Spring Session encodes the identifier by default. */
	private @Nullable Session find(String value) {
		Session session = null;
		try {
			session = this.repository.findById(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			// not encoded
		}
		session = (session != null) ? session : this.repository.findById(value);
		return (session != null && !session.isExpired()) ? session : null;
	}

	private static @Nullable Authentication login(Session session) {
		SecurityContext context = session.getAttribute(CONTEXT);
		Authentication login = (context != null) ? context.getAuthentication() : null;
		return new AuthenticationTrustResolverImpl().isAuthenticated(login) ? login : null;
	}

}
