/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.io.Serial;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.wsboot.endpoint.WsHandshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.util.StringUtils;

/**
 * Reads bearer tokens (RFC 6750). Stateless. Touched only where Spring Security's
 * resource server is on the class path.
 */
final class BearerCredentials {

	private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9-._~+/]+=*");

	/** The beginning of a subprotocol that is a token. */
	private static final String SUBPROTOCOL = "bearer.";

	private static final Pattern HEADER = Pattern.compile("^Bearer +(?<token>[a-zA-Z0-9-._~+/]+=*) *$",
			Pattern.CASE_INSENSITIVE);

	private BearerCredentials() {
	}

	/** Reads the header {@code Authorization}. */
	static @Nullable Authentication ofHeader(WsHandshake handshake) {
		String header = handshake.request().headers().first("Authorization");
		if (header == null || !StringUtils.startsWithIgnoreCase(header, "bearer")) {
			return null;
		}
		Matcher matcher = HEADER.matcher(header);
		if (!matcher.matches() || handshake.request().headers().all("Authorization").size() > 1) {
			throw new InvalidBearerTokenException("Bearer token is malformed");
		}
		return of(matcher.group("token"));
	}

	/** Reads the subprotocols that the client offers. */
	static @Nullable Authentication ofSubprotocol(WsHandshake handshake) {
		String found = null;
		for (String name : handshake.request().subprotocols()) {
			if (name.startsWith(SUBPROTOCOL)) {
				if (found != null) {
					throw new InvalidBearerTokenException("There are several bearer tokens");
				}
				found = name.substring(SUBPROTOCOL.length());
			}
		}
		return (found != null) ? ofText(found) : null;
	}

	/** Reads a parameter of the query. */
	static @Nullable Authentication ofQuery(WsHandshake handshake, String parameter) {
		List<String> values = handshake.request().queryParameters().get(parameter);
		if (values == null) {
			return null;
		}
		if (values.size() > 1) {
			throw new InvalidBearerTokenException("There are several bearer tokens");
		}
		return ofText(values.get(0));
	}

	/**
	 * Returns a request to check a token that is not yet known to be one.
	 * @param token the token
	 * @return the request, which does not print the token
	 */
	static Authentication ofText(String token) {
		if (!TOKEN.matcher(token).matches()) {
			throw new InvalidBearerTokenException("Bearer token is malformed");
		}
		return of(token);
	}

	/**
	 * Returns a request to check a token.
	 * @param token the token
	 * @return the request, which does not print the token
	 */
	private static Authentication of(String token) {
		return new Unchecked(token);
	}

	/**
	 * A token to be checked, whose name is not the token, as listeners of failures and
	 * Actuator's audit events print the name.
	 */
	private static final class Unchecked extends BearerTokenAuthenticationToken {

		@Serial
		private static final long serialVersionUID = 1L;

		Unchecked(String token) {
			super(token);
		}

		@Override
		public Object getPrincipal() {
			return "bearer-token";
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return super.equals(other);
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

}
