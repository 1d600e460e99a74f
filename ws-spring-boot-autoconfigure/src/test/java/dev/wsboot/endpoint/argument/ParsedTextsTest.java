/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Long texts that are parsed, for methods that run on the event loop.
 */
class ParsedTextsTest {

	private static final int LIMIT = 16 * 1024;

	@Test
	void longTextsAreParsedOffTheEventLoop() {
		try (EndpointServer server = EndpointServer.of(Json.class, Named.class, Rpc.class, Plain.class)) {
			String list = "[\"" + "x".repeat(LIMIT) + "\"]";
			assertThat(isOnLoop(server, "/json", "[]")).isTrue();
			assertThat(isOnLoop(server, "/json", list)).isFalse();
			assertThat(isOnLoop(server, "/named", "{\"type\":\"say\",\"text\":[[]]}")).isTrue();
			assertThat(isOnLoop(server, "/named", "{\"type\":\"say\",\"text\":[" + list + "]}")).isFalse();
			String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"say\",\"params\":";
			assertThat(isOnLoop(server, "/rpc", call + "[[]]}")).isTrue();
			assertThat(isOnLoop(server, "/rpc", call + "[" + list + "]}")).isFalse();
			assertThat(isOnLoop(server, "/plain", "[]")).isTrue();
			assertThat(isOnLoop(server, "/plain", list)).isTrue();
		}
	}

	private static boolean isOnLoop(EndpointServer server, String path, String text) {
		try (WsTestClient client = server.connect(path)) {
			return client.send(text).expectText().contains("ws-loop-");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Json.class, Items.class, NamedOrPlain.class })
	void parsedTextsAreLimited(Class<?> endpoint) {
		assertThat(maxNonBlockingSize(endpoint)).isEqualTo(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Whole.class, Bytes.class, Concurrent.class })
	void textsThatAreNotParsedAreNotLimited(Class<?> endpoint) {
		assertThat(maxNonBlockingSize(endpoint)).isEqualTo(Integer.MAX_VALUE);
	}

	private static int maxNonBlockingSize(Class<?> endpoint) {
		try (EndpointTester tester = EndpointTester.of(endpoint)) {
			EndpointTester.Dialogue dialogue = tester.open(endpoint.getAnnotation(WsEndpoint.class).path());
			assertThat(dialogue.handler.maxNonBlockingSize(SessionEvent.BINARY)).isEqualTo(Integer.MAX_VALUE);
			return dialogue.handler.maxNonBlockingSize(SessionEvent.TEXT);
		}
	}

	@WsEndpoint(path = "/json")
	static class Json {

		@OnMessage
		@NonBlocking
		String onMessage(List<String> texts) {
			return Thread.currentThread().getName();
		}

	}

	@WsEndpoint(path = "/named", payload = "text")
	static class Named {

		@OnMessage("say")
		@NonBlocking
		String say(List<String> text) {
			return Thread.currentThread().getName();
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("say")
		@NonBlocking
		String say(List<String> texts) {
			return Thread.currentThread().getName();
		}

	}

	@WsEndpoint(path = "/plain")
	static class Plain {

		@OnMessage
		@NonBlocking
		String onMessage(String text) {
			return Thread.currentThread().getName();
		}

	}

	@WsEndpoint(path = "/items")
	static class Items {

		@OnMessage
		@NonBlocking
		void onMessages(Flow.Publisher<Map<String, String>> items) {
		}

	}

	@WsEndpoint(path = "/named-or-plain")
	static class NamedOrPlain {

		@OnMessage("say")
		@NonBlocking
		void say(Map<String, String> message) {
		}

		@OnMessage
		@NonBlocking
		void others(String text) {
		}

	}

	@WsEndpoint(path = "/whole")
	static class Whole {

		@OnMessage
		@NonBlocking
		void onMessage(WsMessage message) {
		}

	}

	@WsEndpoint(path = "/bytes")
	static class Bytes {

		@OnMessage
		@NonBlocking
		void onMessage(byte[] bytes) {
		}

	}

	@WsEndpoint(path = "/concurrent", ordering = Ordering.CONCURRENT)
	static class Concurrent {

		@OnMessage
		void onMessage(List<String> texts) {
		}

	}

}
