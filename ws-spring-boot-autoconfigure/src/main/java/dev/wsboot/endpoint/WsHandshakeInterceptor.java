/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts each handshake whose endpoint is known, before it is answered with 101. All
 * beans of this type that support the endpoint ({@link #supports}) are called in their
 * order until one rejects the handshake. Interceptors run concurrently on the executor of
 * handler methods, so they may block. An interceptor that waits for other systems should
 * be a {@link WsAsyncHandshakeInterceptor}, which occupies no thread.
 */
@FunctionalInterface
public interface WsHandshakeInterceptor {

	/**
	 * Accepts or rejects a handshake.
	 * @param handshake the handshake, whose attributes become attributes of the session,
	 * and to whose response headers may be added
	 * @return {@code null} to accept the handshake, or a rejection created by
	 * {@link HandshakeDecision#reject(int)}
	 * @throws Exception an {@code AuthenticationException} of Spring Security is answered
	 * with 401, an {@code AccessDeniedException} with 403, an {@code ErrorResponse} such
	 * as {@code ResponseStatusException} with its status and headers; any other exception
	 * is logged and answered with 500
	 */
	HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception;

	/**
	 * Returns whether this interceptor is called for the handshakes of an endpoint.
	 * Called once for each endpoint, when the application starts. The handshakes of an
	 * endpoint without any interceptor are decided on the event loop.
	 * @param endpoint the declared path of the endpoint, such as {@code /chat/{room}}
	 * @return {@code true} for all endpoints, if not overridden
	 */
	default boolean supports(String endpoint) {
		return true;
	}

}
