/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.util.List;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.handshake.OriginPolicy;

/**
 * The policy that a list of origins and patterns makes, as in
 * {@link dev.wsboot.engine.options.HandshakeOptions#allowedOrigins}. Immutable, so any
 * thread may use it.
 */
public final class AllowedOrigins implements WsOriginPolicy {

	private final OriginPolicy policy;

	/**
	 * Creates a policy.
	 * @param entries each an origin such as {@code https://example.com}; a pattern such
	 * as {@code https://*.example.com}, {@code http://localhost:*} or
	 * {@code https://*.example.com:[8080,8081]}; a URL with a path, which is compared
	 * with the Origin header as text; {@code same-host} for pages from the host that the
	 * request is for, on any port; {@code null} in text for pages without an origin; or
	 * {@code *} for all. No entries stand for {@code same-host}
	 * @throws dev.wsboot.engine.options.InvalidOptionException if an entry is none of
	 * these
	 */
	public AllowedOrigins(List<String> entries) {
		this.policy = new OriginPolicy(entries);
	}

	@Override
	public boolean allows(String origin, HandshakeRequest request) {
		return this.policy.allows(origin, request);
	}

}
