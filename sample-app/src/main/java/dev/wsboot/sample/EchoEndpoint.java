package dev.wsboot.sample;

import java.nio.ByteBuffer;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;

/**
 * Returns text and binary messages unchanged.
 */
@WsEndpoint("/echo")
class EchoEndpoint {

	@OnMessage
	String text(String message) {
		return message;
	}

	@OnMessage
	ByteBuffer binary(ByteBuffer message) {
		return message;
	}

}
