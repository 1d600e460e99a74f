/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import dev.wsboot.endpoint.WsHandshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Reads the credentials of a handshake. Called on threads of handlers, concurrently, so
 * an implementation may block.
 */
@FunctionalInterface
public interface WsAuthenticationConverter {

	/**
	 * Reads the credentials of a handshake.
	 * @param handshake the handshake
	 * @return a request for the
	 * {@link org.springframework.security.authentication.AuthenticationManager}, an
	 * authentication whose {@link Authentication#isAuthenticated()} is {@code true},
	 * which is accepted as it is, or {@code null} if the handshake has no credentials of
	 * this kind
	 * @throws AuthenticationException if the credentials are invalid, which is answered
	 * with 401
	 */
	@Nullable Authentication convert(WsHandshake handshake) throws AuthenticationException;

}
