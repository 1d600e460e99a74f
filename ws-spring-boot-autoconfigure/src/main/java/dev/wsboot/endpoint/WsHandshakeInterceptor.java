package dev.wsboot.endpoint;

import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Sees each handshake for which an endpoint was found before it is answered with 101. All
 * beans of this type that {@link #supports} the endpoint are asked, in their order, until
 * one rejects. They run where handler methods run, not on the event loop, so they may
 * block; many may run at once. One that need not keep a thread waiting is an
 * {@link WsAsyncHandshakeInterceptor}.
 */
@FunctionalInterface
public interface WsHandshakeInterceptor {

	/**
	 * Lets a handshake pass or rejects it.
	 * @param handshake the handshake; what is put into its attributes becomes the
	 * session's, and its response may get headers
	 * @return {@code null} to let it pass, else what to answer, made by
	 * {@link HandshakeDecision#reject(int)}
	 * @throws Exception an {@code AuthenticationException} of Spring Security is answered
	 * with 401, an {@code AccessDeniedException} with 403, an {@code ErrorResponse} such
	 * as {@code ResponseStatusException} with its status and headers; any other is
	 * logged, and the client gets 500
	 */
	HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception;

	/**
	 * Returns whether this interceptor is asked about the handshakes of an endpoint.
	 * Called once for each endpoint, when the application starts. The handshakes of an
	 * endpoint without any interceptor are decided on the event loop.
	 * @param endpoint the endpoint's path as it was declared, such as
	 * {@code /chat/{room}}
	 * @return {@code true} for all endpoints, if not overridden
	 */
	default boolean supports(String endpoint) {
		return true;
	}

}
