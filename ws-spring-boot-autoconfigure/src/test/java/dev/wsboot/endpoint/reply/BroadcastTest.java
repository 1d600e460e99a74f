/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers that go to many sessions.
 */
class BroadcastTest {

	record Said(String text) {
	}

	@Test
	void anAnswerGoesToAllSessionsOfTheEndpoint() {
		try (EndpointServer server = EndpointServer.of(All.class, Rooms.class);
				WsTestClient ann = server.connect("/all");
				WsTestClient other = server.connect("/rooms/a")) {
			ann.expectText("joined");
			other.expectText("a");
			try (WsTestClient bob = server.connect("/all")) {
				ann.expectText("joined");
				bob.expectText("joined");
				bob.send("{\"text\":\"hi\"}");
				ann.expectText("{\"text\":\"hi\"}");
				bob.expectText("{\"text\":\"hi\"}");
				bob.close(1000, "").expectClose(1000);
			}
			ann.expectText("left");
			other.close(1000, "").expectClose(1000);
		}
	}

	@WsEndpoint("/all")
	static class All {

		@Broadcast
		@OnOpen
		String onOpen() {
			return "joined";
		}

		@Broadcast
		@OnMessage
		Said onMessage(Said said) {
			return said;
		}

		@Broadcast
		@OnClose
		String onClose() {
			return "left";
		}

	}

	@Test
	void anAnswerGoesToTheSessionsThatJoined() {
		try (EndpointServer server = EndpointServer.of(Rooms.class);
				WsTestClient ann = server.connect("/rooms/a");
				WsTestClient bob = server.connect("/rooms/a");
				WsTestClient carl = server.connect("/rooms/b")) {
			ann.expectText("a");
			bob.expectText("a");
			carl.expectText("b");
			ann.send("hello");
			ann.expectText("hello").expectText("bye");
			bob.expectText("hello").expectText("bye");
			carl.close(1000, "").expectClose(1000);
		}
	}

	@WsEndpoint("/rooms/{room}")
	static class Rooms {

		@OnOpen
		String onOpen(WsSession session, @PathVariable String room) {
			session.join("room-" + room);
			return room;
		}

		@Broadcast(to = "room-{room}")
		@OnMessage
		Stream<String> onMessage(String text) {
			return Stream.of(text, "bye");
		}

	}

	@Test
	void theMessageIsEncodedOnce() {
		try (EndpointServer server = EndpointServer.of(Counted.class, CountingCodec.class);
				WsTestClient ann = server.connect("/counted");
				WsTestClient bob = server.connect("/counted");
				WsTestClient carl = server.connect("/counted")) {
			ann.send("first").send("second");
			for (WsTestClient client : List.of(ann, bob, carl)) {
				client.expectText("0 first").expectText("1 second");
			}
		}
	}

	@WsEndpoint("/counted")
	static class Counted {

		@Broadcast
		@OnMessage
		CompletionStage<Said> onMessage(String text) {
			return CompletableFuture.completedFuture(new Said(text));
		}

	}

	static class CountingCodec implements WsMessageCodec {

		private final AtomicInteger written = new AtomicInteger();

		@Override
		public boolean supports(ResolvableType type) {
			return type.resolve() == Said.class;
		}

		@Override
		public Object read(WsMessage message, ResolvableType type) {
			throw new UnsupportedOperationException();
		}

		@Override
		public WsMessage write(Object value, ResolvableType type) {
			String text = this.written.getAndIncrement() + " " + ((Said) value).text();
			return WsMessage.ofText(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
