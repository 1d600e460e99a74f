package dev.wsboot.engine;

import dev.wsboot.engine.options.WsServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a handshake. Called on an event loop, so it must not block;
 * work that takes time answers with {@link HandshakeDecision#later}.
 */
@FunctionalInterface
public interface HandshakeHandler {

	/**
	 * Accepts or rejects a request that has passed all checks of the protocol.
	 * @param request the request
	 * @return the decision; an exception is answered with 500
	 * @throws Exception anything; it is logged, and the client gets no detail
	 */
	HandshakeDecision decide(HandshakeRequest request) throws Exception;

	/**
	 * Returns the policy by which the origin of a request is checked, before a decision
	 * about the request is asked for.
	 * @param request a request with an Origin header
	 * @return the policy, or {@code null} for {@link WsServerOptions#allowedOrigins}
	 */
	default @Nullable WsOriginPolicy originPolicy(HandshakeRequest request) {
		return null;
	}

}
