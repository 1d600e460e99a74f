/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnPong;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pongs in handler methods.
 */
class PongsOverSocketTest {

	private static final int PONG = 0xA;

	@Test
	void pongsCallTheMethod() {
		try (EndpointServer server = EndpointServer.of(Pongs.class); WsTestClient client = server.connect("/pongs")) {
			client.send("ping");
			client.expectText("ping, measured: true");
		}
	}

	@Test
	void unsolicitedPongsReachTheMethod() {
		try (EndpointServer server = EndpointServer.of(PongBytes.class);
				WsTestClient client = server.connect("/bytes")) {
			client.sendFrame(true, PONG, (byte) 1, (byte) 2);
			assertThat(client.expectBinary()).containsExactly(1, 2);
		}
	}

	@Test
	void endpointsWithoutAMethodForThemIgnoreThem() {
		try (EndpointServer server = EndpointServer.of(Deaf.class); WsTestClient client = server.connect("/deaf")) {
			client.sendFrame(true, PONG, (byte) 1);
			client.send("still here").expectText("still here");
		}
	}

	@Test
	void anotherParameterCannotBeFilled() {
		Mistake.of(TextPong.class)
			.says("Parameter 'payload' (String) of method 'onPong(String)'", "cannot be filled in an @OnPong method")
			.cure("the payload as ByteBuffer or byte[]");
	}

	@WsEndpoint("/pongs")
	static class Pongs {

		@OnMessage
		void onMessage(WsSession session, String text) {
			session.ping(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
		}

		@OnPong
		String onPong(WsSession session, ByteBuffer payload) {
			return StandardCharsets.UTF_8.decode(payload) + ", measured: " + (session.roundTripTime() != null);
		}

	}

	@WsEndpoint("/bytes")
	static class PongBytes {

		@OnPong
		byte[] onPong(byte[] payload) {
			return payload;
		}

	}

	@WsEndpoint("/deaf")
	static class Deaf {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/text")
	static class TextPong {

		@OnPong
		void onPong(String payload) {
		}

	}

}
