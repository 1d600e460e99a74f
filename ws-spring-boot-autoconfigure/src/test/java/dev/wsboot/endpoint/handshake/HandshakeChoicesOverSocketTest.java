/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.util.List;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An interceptor may choose the subprotocol and decline compression for one handshake,
 * and may be asked for some endpoints only.
 */
class HandshakeChoicesOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.with("ws.compression.enabled=true", Versions.class, Plain.class, Chooses.class,
				Refuses.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void subprotocolIsThatOfTheInterceptor() {
		try (WsTestClient client = WsTestClient.to(server.uri("/versions?choose=chat.v1"))
			.subprotocols("chat.v2", "chat.v1", "bearer.token")
			.connect()) {
			client.expectText("chat.v1");
			assertThat(client.subprotocol()).isEqualTo("chat.v1");
		}
		try (WsTestClient client = WsTestClient.to(server.uri("/versions"))
			.subprotocols("chat.v2", "chat.v1")
			.connect()) {
			client.expectText("chat.v2");
		}
	}

	@Test
	void subprotocolThatClientDoesNotOfferIsAnErrorOfTheApplication() {
		WsTestClient.to(server.uri("/versions?choose=other")).subprotocols("chat.v1").expectRejection(500);
		WsHandshake handshake = new WsHandshake(
				EndpointTester.request("/versions", null, "Sec-WebSocket-Protocol", "a, b"), "/versions",
				java.util.Map.of());
		assertThatIllegalArgumentException().isThrownBy(() -> handshake.subprotocol("c"))
			.withMessage("The client does not offer the subprotocol 'c', but only [a, b]");
		assertThat(handshake.subprotocol("b").subprotocol()).isEqualTo("b");
	}

	@Test
	void compressionIsDeclinedForOneHandshake() {
		try (WsTestClient client = WsTestClient.to(server.uri("/versions")).compression().connect()) {
			assertThat(client.compression()).isNotNull();
		}
		try (WsTestClient client = WsTestClient.to(server.uri("/versions?compression=no")).compression().connect()) {
			assertThat(client.compression()).isNull();
		}
	}

	@Test
	void interceptorIsAskedForEndpointsThatItSupportsOnly() {
		WsTestClient.to(server.uri("/versions?refuse=1")).expectRejection(403);
		try (WsTestClient client = server.connect("/plain?refuse=1")) {
			client.send("hello").expectText("hello");
		}
	}

	@Test
	void handshakeOfEndpointWithoutInterceptorsIsDecidedAtOnce() {
		try (EndpointTester tester = EndpointTester.of(Versions.class, Plain.class, Chooses.class)) {
			tester.accept("/plain", null);
			assertThat(tester.executedTasks()).isZero();
			tester.accept("/versions", "choose=a", "Sec-WebSocket-Protocol", "a");
			assertThat(tester.executedTasks()).isOne();
		}
	}

	static class Chooses implements WsHandshakeInterceptor {

		@Override
		public boolean supports(String endpoint) {
			return endpoint.equals("/versions");
		}

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			List<String> choice = handshake.request().queryParameters().get("choose");
			if (choice != null) {
				handshake.subprotocol(choice.get(0));
			}
			if (handshake.request().queryParameters().containsKey("compression")) {
				handshake.compression(Compression.DISABLED);
			}
			return null;
		}

	}

	static class Refuses implements WsHandshakeInterceptor {

		@Override
		public boolean supports(String endpoint) {
			return !endpoint.equals("/plain");
		}

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			return handshake.request().queryParameters().containsKey("refuse") ? HandshakeDecision.reject(403) : null;
		}

	}

	@WsEndpoint(path = "/versions", subprotocols = { "chat.v1", "chat.v2" })
	static class Versions {

		@OnOpen
		String onOpen(WsSession session) {
			return String.valueOf(session.subprotocol());
		}

	}

	@WsEndpoint("/plain")
	static class Plain {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
