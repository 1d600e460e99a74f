/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.time.Duration;
import java.time.Instant;

import dev.wsboot.engine.CloseStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/**
 * The end of a session by the end of the client's token. Immutable.
 *
 * @param grace the time for a renewal after the end of the token
 * @param status the status that an expired session is closed with
 */
record TokenExpiry(Duration grace, CloseStatus status) {

	static final TokenExpiry DEFAULT = new TokenExpiry(Duration.ZERO, CloseStatus.EXPIRED);

	/**
	 * Returns the time at which a client's session expires.
	 * @param client the client
	 * @return the time, or {@code null} if the client's credentials do not expire
	 */
	@Nullable Instant of(Authentication client) {
		Instant end = SecurityBeans.hasResourceServer() ? Tokens.expiresAt(client) : null;
		return (end != null) ? end.plus(this.grace) : null;
	}

	/** Touched only where Spring Security's resource server is on the class path. */
	private static final class Tokens {

		static @Nullable Instant expiresAt(Authentication client) {
			return (client instanceof AbstractOAuth2TokenAuthenticationToken<?> token) ? token.getToken().getExpiresAt()
					: null;
		}

	}

}
