package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WsHandshakeInterceptor} that does not know at once, such as one that asks
 * another server. No thread waits for its answer; the interceptors behind it are asked
 * afterwards. The handshake's timeout runs meanwhile.
 */
public interface WsAsyncHandshakeInterceptor extends WsHandshakeInterceptor {

	/**
	 * Lets a handshake pass or rejects it, sooner or later.
	 * @param handshake the handshake, which may be changed until the stage completes
	 * @return completes, on any thread, with {@code null} to let it pass, else with what
	 * to answer; a stage that fails stands for an exception of this method
	 * @throws Exception as {@link WsHandshakeInterceptor#intercept} may
	 */
	CompletionStage<HandshakeDecision.@Nullable Reject> interceptLater(WsHandshake handshake) throws Exception;

	/**
	 * Waits for {@link #interceptLater}. Endpoints do not call it.
	 */
	@Override
	default HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception {
		return interceptLater(handshake).toCompletableFuture().get();
	}

}
