/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The straight line, with a client that we did not write.
 */
class WsServerTest {

	@Test
	void echoes() throws Exception {
		SessionHandler echo = new SessionHandler() {
			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.send(PreparedMessage.of(message));
			}
		};
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		try (WsServer server = WsServer.start(WsServerOptions.builder().port(0).build(),
				(request) -> request.path().equals("/echo") ? HandshakeDecision.accept(echo)
						: HandshakeDecision.reject(404))) {
			WebSocket client = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://localhost:" + server.port() + "/echo"), new WebSocket.Listener() {

					@Override
					public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
						received.add(data.toString());
						socket.request(1);
						return null;
					}

					@Override
					public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
						received.add("pong");
						socket.request(1);
						return null;
					}

					@Override
					public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
						received.add("close " + code);
						return null;
					}

				})
				.get(60, TimeUnit.SECONDS);
			client.sendText("hello", true).get(60, TimeUnit.SECONDS);
			assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
			client.sendPing(ByteBuffer.allocate(3)).get(60, TimeUnit.SECONDS);
			assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("pong");
			assertThat(server.counters().openSessions()).isEqualTo(1);
			server.stop();
			assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("close 1001");
		}
	}

}
