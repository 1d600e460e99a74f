/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.security.WsSecurityChain;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Asks the chain about each handshake. Safe to use from any thread.
 */
public final class SecurityInterceptor implements WsHandshakeInterceptor, Ordered {

	/** The chain, or {@code null} if the application has none. */
	private final @Nullable WsSecurityChain chain;

	public SecurityInterceptor(@Nullable WsSecurityChain chain) {
		this.chain = chain;
	}

	@Override
	public boolean supports(String endpoint) {
		return this.chain != null;
	}

	@Override
	public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception {
		return (this.chain != null) ? this.chain.secure(handshake) : null;
	}

	@Override
	public int getOrder() {
		return WsSecurityChain.ORDER;
	}

}
