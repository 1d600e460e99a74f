package dev.wsboot.engine;

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

}
