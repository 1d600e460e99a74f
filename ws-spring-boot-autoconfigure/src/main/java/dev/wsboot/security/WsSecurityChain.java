/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

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

}
