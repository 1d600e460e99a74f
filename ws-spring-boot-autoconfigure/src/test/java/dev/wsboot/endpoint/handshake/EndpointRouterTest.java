/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.net.InetSocketAddress;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.options.WsServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointRouterTest {

	private final EndpointTester tester = EndpointTester.of(Lobby.class, Room.class, Digits.class, Rest.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void mostSpecificPathWins() {
		assertThat(this.tester.accept("/chat/lobby", null).endpoint()).isEqualTo("/chat/lobby");
		assertThat(this.tester.accept("/chat/42", null).endpoint()).isEqualTo("/chat/{id:[0-9]+}");
		assertThat(this.tester.accept("/chat/tea", null).endpoint()).isEqualTo("/chat/{room}");
		assertThat(this.tester.accept("/chat/tea/cups", null).endpoint()).isEqualTo("/chat/{*rest}");
	}

	@Test
	void pathsAreKnownMostSpecificFirst() {
		assertThat(this.tester.bean(WsEndpoints.class).paths()).containsExactly("/chat/lobby", "/chat/{id:[0-9]+}",
				"/chat/{room}", "/chat/{*rest}");
	}

	@Test
	void unknownPathIsNotFound() {
		this.tester.rejects(404, "", "/other", null);
	}

	@Test
	void trailingSlashIsAnotherPath() {
		assertThat(this.tester.accept("/chat/lobby/", null).endpoint()).isEqualTo("/chat/{*rest}");
	}

	// the engine has decoded the path once: nothing is decoded again, and ; is literal
	@ParameterizedTest
	@ValueSource(strings = { "tea", "50%", "%2F", "%41", "a;b=c", ";", "a b", "a+b", "a?b#c", "ü", "日本", "😀", "a.b",
			"{x}", "*", "\"'<>|\\^`" })
	void variableIsDecodedOnce(String room) {
		this.tester.open("/chat/" + room).does("text:" + room);
	}

	@Test
	void restOfThePathIsDecodedOnce() {
		this.tester.open("/chat/a;b/%2F/c").does("text:/a;b/%2F/c");
	}

	@Test
	void encodedSlashStaysInItsSegment() {
		this.tester.openRaw("/chat/RDAM|123%2Fx", "/chat/RDAM%7C123%2fx").does("text:RDAM|123/x");
		this.tester.openRaw("/chat/%2Fetc", "/chat/%2Fetc").does("text:/etc");
		this.tester.openRaw("/chat/lobby%2F", "/chat/lobby%2F").does("text:lobby/");
		this.tester.openRaw("/chat/a%2Fb", "/chat/a%252Fb").does("text:a%2Fb");
	}

	@Test
	void encodedSlashIsDecodedInTheRestOfThePath() {
		this.tester.openRaw("/chat/a;b%2Fc/d", "/chat/a;b%2Fc/d").does("text:/a;b/c/d");
	}

	@Test
	void encodedSlashLeadsToNoOtherEndpoint() throws Exception {
		assertThat(decide("/chat%2Flobby")).isInstanceOf(HandshakeDecision.Reject.class);
		assertThat(decide("/chat%2Ftea/cups")).isInstanceOf(HandshakeDecision.Reject.class);
	}

	private HandshakeDecision decide(String rawPath) throws Exception {
		return this.tester.bean(WsEndpoints.class)
			.handshakeHandler(Runnable::run, WsServerOptions.builder().build().session())
			.decide(new HandshakeRequest(rawPath, rawPath, null, Headers.empty(),
					new InetSocketAddress("127.0.0.1", 1234), false, null));
	}

	@WsEndpoint("/chat/lobby")
	static class Lobby {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsEndpoint("/chat/{room}")
	static class Room {

		@OnOpen
		String onOpen(@PathVariable String room) {
			return room;
		}

	}

	@WsEndpoint("/chat/{id:[0-9]+}")
	static class Digits {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@WsEndpoint("/chat/{*rest}")
	static class Rest {

		@OnOpen
		String onOpen(@PathVariable String rest) {
			return rest;
		}

	}

}
