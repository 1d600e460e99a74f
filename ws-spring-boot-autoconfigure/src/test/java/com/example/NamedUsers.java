package com.example;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Believes each client that it is the user whom its query names, in tests of recipes.
 */
public class NamedUsers implements WsHandshakeInterceptor {

	@Override
	public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
		String name = handshake.request().queryParameters().get("user").get(0);
		handshake.principal(() -> name);
		return null;
	}

}
