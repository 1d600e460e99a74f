package dev.wsboot.sample;

import java.nio.ByteBuffer;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;

/**
 * Text and binary messages come back as they were.
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
