/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WsHandshakeInterceptor} that decides asynchronously, for example by a request
 * to another server. No thread waits for the decision. Later interceptors are called
 * after the decision is made. The handshake timeout keeps running.
 */
public interface WsAsyncHandshakeInterceptor extends WsHandshakeInterceptor {

	/**
	 * Accepts or rejects a handshake asynchronously.
	 * @param handshake the handshake, which may be changed until the stage completes
	 * @return a stage that completes on any thread, with {@code null} to accept the
	 * handshake or with the rejection; a failed stage is handled as an exception of this
	 * method
	 * @throws Exception any exception; it is handled as by
	 * {@link WsHandshakeInterceptor#intercept}
	 */
	CompletionStage<HandshakeDecision.@Nullable Reject> interceptLater(WsHandshake handshake) throws Exception;

	/**
	 * Waits for {@link #interceptLater}. Not called by endpoints.
	 */
	@Override
	default HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) throws Exception {
		return interceptLater(handshake).toCompletableFuture().get();
	}

}
