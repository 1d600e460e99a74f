package dev.wsboot.endpoint;

import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Sees each handshake for which an endpoint was found before it is answered with 101. All
 * beans of this type are asked, in their order, until one rejects. They run where handler
 * methods run, not on the event loop, so they may block; many may run at once. One that
 * need not keep a thread waiting is an {@link WsAsyncHandshakeInterceptor}.
 */
@FunctionalInterface
public interface WsHandshakeInterceptor {

	/**
	 * Lets a handshake pass or rejects it.
	 * @param handshake the handshake; what is put into its attributes becomes the
	 * session's, and its response may get headers
	 * @return {@code null} to let it pass, else what to answer, made by
	 * {@link HandshakeDecision#reject(int)}
	 * @throws Exception anything; it is logged, and the client gets 500
	 */
	HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception;

}
