/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Objects that services send: they are encoded as the endpoint's replies are.
 */
class SendingObjectsTest {

	record Said(String theText) {
	}

	record Point(int x, int y) {
	}

	@Test
	void objectsAreWrittenByTheEndpointsMapperAndCodecs() {
		try (EndpointServer server = EndpointServer.of(Chat.class, Snake.class, PointCodec.class, Mappers.class);
				WsTestClient chat = server.connect("/chat/a");
				WsTestClient snake = server.connect("/snake")) {
			chat.expectText("open");
			snake.expectText("open");
			WsSessions sessions = server.bean(WsSessions.class);
			sessions.of(Chat.class).broadcast(new Said("hi"));
			sessions.broadcast("/snake", new Said("hi"));
			sessions.all().broadcast(new Point(1, 2));
			sessions.broadcast("/chat/{room}", "room-a", Map.of("n", 1));
			sessions.of("/snake").iterator().next().send(List.of(new Said("one")));
			sessions.all().broadcast("text");
			chat.expectText("{\"theText\":\"hi\"}")
				.expectText("1/2 as Point")
				.expectText("{\"n\":1}")
				.expectText("text");
			snake.expectText("{\"the_text\":\"hi\"}")
				.expectText("1/2 as Point")
				.expectText("[{\"the_text\":\"one\"}]")
				.expectText("text");
		}
	}

	@Test
	void endpointsAreNamedByTheirClassAndNarrowed() {
		try (EndpointServer server = EndpointServer.of(Chat.class, Snake.class, Mappers.class);
				WsTestClient ann = server.connect("/chat/a");
				WsTestClient bob = server.connect("/chat/b");
				WsTestClient snake = server.connect("/snake")) {
			List.of(ann, bob, snake).forEach((client) -> client.expectText("open"));
			WsSessions sessions = server.bean(WsSessions.class);
			ann.send("hello");
			bob.expectText("{\"theText\":\"hello\"}");
			sessions.of(Chat.class).inGroup("room-a").broadcast("to a");
			sessions.of(Chatty.class)
				.filter((session) -> !session.handshakeRequest().path().equals("/chat/b"))
				.broadcast("not to b");
			ann.expectText("to a").expectText("not to b");
			snake.expectText("not to b");
			assertThat(sessions.of(Chat.class)).hasSize(2);
			assertThat(sessions.of(Chatty.class)).hasSize(3);
			assertThatIllegalArgumentException().isThrownBy(() -> sessions.of(Said.class).isEmpty())
				.withMessageContaining("There is no endpoint of class " + Said.class.getName());
		}
	}

	@Test
	void viewsOfClassesAreEmptyWhileNoServerRuns() {
		try (EndpointServer server = EndpointServer.of(Chat.class)) {
			WsSessions sessions = server.bean(WsSessions.class);
			server.context().stop();
			assertThat(sessions.of(Chat.class)).isEmpty();
			sessions.of(Chat.class).inGroup("room-a").broadcast(new Object());
			sessions.all().filter((session) -> true).broadcast("nobody");
			server.context().start();
			try (WsTestClient client = server.connect("/chat/a")) {
				client.expectText("open");
				assertThat(sessions.of(Chat.class)).hasSize(1);
			}
		}
	}

	@Test
	void sessionsThatSpeakJsonRpcTakeNoObjects() {
		try (EndpointServer server = EndpointServer.of(Rpc.class); WsTestClient client = server.connect("/rpc")) {
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1}")
				.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"pong\",\"id\":1}");
			WsSessions sessions = server.bean(WsSessions.class);
			assertThatIllegalStateException().isThrownBy(() -> sessions.of(Rpc.class).broadcast(new Said("hi")))
				.withMessageContaining("JsonRpcSession.of(session).notify");
			WsSession session = sessions.all().iterator().next();
			assertThatIllegalStateException().isThrownBy(() -> session.send(new Said("hi")))
				.withMessageContaining("'/rpc'");
		}
	}

	@Test
	void objectThatCannotBeEncodedIsNotSent() {
		try (EndpointServer server = EndpointServer.of(Chat.class); WsTestClient client = server.connect("/chat/a")) {
			client.expectText("open");
			WsSessions sessions = server.bean(WsSessions.class);
			Object itself = new Object() {
				@SuppressWarnings("unused")
				public Object getSelf() {
					throw new IllegalStateException("no");
				}
			};
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> sessions.of(Chat.class).broadcast(itself));
			sessions.of(Chat.class).broadcast("after");
			client.expectText("after");
		}
	}

	interface Chatty {

	}

	@WsEndpoint("/chat/{room}")
	static class Chat implements Chatty {

		private final WsSessions sessions;

		Chat(WsSessions sessions) {
			this.sessions = sessions;
		}

		@OnOpen
		String onOpen(WsSession session) {
			session.join("room-" + session.handshakeRequest().path().substring("/chat/".length()));
			return "open";
		}

		@OnMessage
		void onMessage(WsSession session, String text) {
			this.sessions.of(Chat.class).except(session).broadcast(new Said(text));
		}

	}

	@WsEndpoint(path = "/snake", jsonMapper = "snake")
	static class Snake implements Chatty {

		@OnOpen
		String onOpen() {
			return "open";
		}

		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("ping")
		String ping() {
			return "pong";
		}

	}

	static class Mappers {

		@Bean(defaultCandidate = false)
		JsonMapper snake() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		}

	}

	static class PointCodec implements WsMessageCodec {

		@Override
		public boolean supports(ResolvableType type) {
			return type.resolve() == Point.class;
		}

		@Override
		public Object read(WsMessage message, ResolvableType type) {
			throw new UnsupportedOperationException();
		}

		@Override
		public WsMessage write(Object value, ResolvableType type) {
			Point point = (Point) value;
			String text = point.x() + "/" + point.y() + " as " + type.toClass().getSimpleName();
			return WsMessage.ofText(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
