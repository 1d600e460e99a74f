/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Decides who the client of a handshake is, and whether the client may connect. An
 * application declares one bean of this type, which is normally built by
 * {@link WsSecurity}, and applies to all endpoints. Safe to use from any thread.
 */
@FunctionalInterface
public interface WsSecurityChain {

	/**
	 * The order in which handshake interceptors without an order run after the chain, and
	 * interceptors with a lower order before.
	 */
	int ORDER = -100;

	/**
	 * Authenticates the client of a handshake, and decides whether the client may
	 * connect. The identity of the client becomes the principal of the handshake. Called
	 * on threads of handlers, so an implementation may block.
	 * @param handshake the handshake
	 * @return {@code null} to accept the handshake, or the rejection
	 * @throws Exception an {@code AuthenticationException} is answered with 401, an
	 * {@code AccessDeniedException} with 403, any other exception with 500
	 */
	HandshakeDecision.@Nullable Reject secure(WsHandshake handshake) throws Exception;

	/**
	 * Replaces the identity of an open session by a new one of the same user. The session
	 * then expires with the new identity. A chain of {@link WsSecurity} knows when tokens
	 * expire; any other chain sets no time.
	 * @param session the session
	 * @param client the new identity, authenticated
	 * @return {@code false} if the session is being closed
	 * @throws IllegalArgumentException if the session belongs to another user
	 */
	default boolean renew(WsSession session, Authentication client) {
		return session.renew(client, null);
	}

	/**
	 * Checks a bearer token and replaces the identity of an open session, as
	 * {@link #renew(WsSession, Authentication)} does. May block.
	 * @param session the session
	 * @param token the token
	 * @return {@code false} if the session is being closed
	 * @throws AuthenticationException if the token is invalid
	 * @throws IllegalArgumentException if the session belongs to another user
	 * @throws UnsupportedOperationException if the chain was not built by
	 * {@link WsSecurity}
	 */
	default boolean renew(WsSession session, String token) throws AuthenticationException {
		throw new UnsupportedOperationException("This chain does not check tokens");
	}

}
