/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import dev.wsboot.engine.options.HandshakeOptions;
import org.jspecify.annotations.Nullable;

/**
 * Decides about handshakes. Called on event loops, so an implementation must not block; a
 * decision that takes time is postponed by {@link HandshakeDecision#later}.
 */
@FunctionalInterface
public interface HandshakeHandler {

	/**
	 * Accepts or rejects a request that has passed all protocol checks.
	 * @param request the request
	 * @return the decision; an exception is answered with 500
	 * @throws Exception any exception; it is logged, and the client receives status 500
	 * without details
	 */
	HandshakeDecision decide(HandshakeRequest request) throws Exception;

	/**
	 * Returns the policy that checks the origin of a request. Called before
	 * {@link #decide}.
	 * @param request a request with an Origin header
	 * @return the policy, or {@code null} for {@link HandshakeOptions#allowedOrigins}
	 */
	default @Nullable WsOriginPolicy originPolicy(HandshakeRequest request) {
		return null;
	}

}
