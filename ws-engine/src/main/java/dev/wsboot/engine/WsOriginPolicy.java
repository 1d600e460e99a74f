/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import dev.wsboot.engine.options.HandshakeOptions;

/**
 * Decides which pages may open a session (RFC 6455 10.2). Browsers send cookies with a
 * handshake of any page, so this policy protects the sessions of users from foreign
 * pages. Called on event loops, so an implementation must be safe to use from any thread
 * and must not block.
 */
@FunctionalInterface
public interface WsOriginPolicy {

	/**
	 * Returns whether a page may open a session. Not called for requests without an
	 * Origin header, which no browser sends and which are accepted, nor for requests with
	 * several Origin headers, which are rejected. If DNS rebinding may be the reason why
	 * a page has the same host as the server, the policy is called again with
	 * {@code localhost} as the host of the request, and must allow the page again (see
	 * {@link HandshakeOptions#allowedHosts}).
	 * @param origin the unchecked Origin header: an origin such as
	 * {@code https://example.com}, the text {@code null}, or anything else
	 * @param request the request
	 * @return {@code false} to reject the request with 403; an exception is answered with
	 * 500
	 */
	boolean allows(String origin, HandshakeRequest request);

}
