/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.session;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class SessionCallbacksTest {

	@Test
	void openMethodSendsTheFirstMessageAndCloseMethodIsCalled() {
		try (EndpointTester tester = EndpointTester.of(Polite.class)) {
			tester.open("/polite").does("text:welcome").closed(CloseStatus.GOING_AWAY).does();
			assertThat(tester.bean(Polite.class).closed).containsExactly(CloseStatus.GOING_AWAY);
		}
	}

	@WsEndpoint("/polite")
	static class Polite {

		final List<CloseStatus> closed = new ArrayList<>();

		@OnOpen
		String onOpen() {
			return "welcome";
		}

		@OnClose
		void onClose(CloseStatus status) {
			this.closed.add(status);
		}

	}

	@Test
	void errorsWithoutHandlerCloseWith1011() {
		try (EndpointTester tester = EndpointTester.of(Fragile.class)) {
			tester.open("/fragile").text("runtime").does("close:1011");
			tester.open("/fragile").text("checked").does("close:1011");
			tester.open("/fragile").text("error").does("close:1011");
		}
	}

	@WsEndpoint("/fragile")
	static class Fragile {

		@OnMessage
		void onMessage(String text) throws Exception {
			switch (text) {
				case "runtime" -> throw new IllegalStateException("runtime");
				case "checked" -> throw new Exception("checked");
				case "error" -> throw new StackOverflowError();
				default -> throw new IllegalArgumentException("illegal");
			}
		}

	}

	@Test
	void errorHandlerAnswersErrorsOfItsType() {
		try (EndpointTester tester = EndpointTester.of(Careful.class)) {
			tester.open("/careful").text("illegal").does("text:sorry: illegal").text("runtime").does("close:1011");
		}
	}

	@WsEndpoint("/careful")
	static class Careful extends Fragile {

		@OnError
		String onError(IllegalArgumentException error) {
			return "sorry: " + error.getMessage();
		}

	}

	@Test
	void errorHandlerTakesInvalidJsonToo() {
		try (EndpointTester tester = EndpointTester.of(Numbers.class)) {
			tester.open("/numbers").text("[1,2]").does("text:3").text("[1,").does("text:{\"error\":\"no JSON\"}");
		}
	}

	record Problem(String error) {
	}

	@WsEndpoint("/numbers")
	static class Numbers {

		@OnMessage
		int onMessage(List<Integer> numbers) {
			return numbers.stream().mapToInt(Integer::intValue).sum();
		}

		@OnError
		Problem onError(InvalidMessageException error) {
			return new Problem("no JSON");
		}

	}

	@Test
	void errorHandlerWithoutErrorTakesAll() {
		try (EndpointTester tester = EndpointTester.of(Shrug.class)) {
			tester.open("/shrug").text("checked").does("text:oops").text("error").does("text:oops");
		}
	}

	@WsEndpoint("/shrug")
	static class Shrug extends Fragile {

		@OnError
		String onError() {
			return "oops";
		}

	}

	@Test
	void nonBlockingMethodsRunOnTheLoop() {
		try (EndpointTester tester = EndpointTester.of(Mixed.class)) {
			SessionHandler handler = tester.open("/mixed").handler;
			assertThat(handler.isNonBlocking(SessionEvent.OPEN)).isFalse();
			assertThat(handler.isNonBlocking(SessionEvent.TEXT)).isTrue();
			assertThat(handler.isNonBlocking(SessionEvent.BINARY)).isFalse();
			// nothing is called for these
			assertThat(handler.isNonBlocking(SessionEvent.PONG)).isTrue();
			assertThat(handler.isNonBlocking(SessionEvent.CLOSE)).isTrue();
		}
	}

	@WsEndpoint("/mixed")
	static class Mixed {

		@OnOpen
		void onOpen() {
		}

		@NonBlocking
		@OnMessage
		void onText(String text) {
		}

		@OnMessage
		void onBinary(byte[] bytes) {
		}

	}

	@Test
	void oneMethodMayServeTwoEvents() {
		try (EndpointTester tester = EndpointTester.of(Counter.class)) {
			tester.open("/counter").closed(CloseStatus.NORMAL);
			assertThat(tester.bean(Counter.class).calls).isEqualTo(2);
		}
	}

	@WsEndpoint("/counter")
	static class Counter {

		int calls;

		@OnOpen
		@OnClose
		void changed() {
			this.calls++;
		}

	}

	@Test
	void subprotocolsOfTheEndpointAreOffered() {
		try (EndpointTester tester = EndpointTester.of(Spoken.class)) {
			assertThat(tester.accept("/spoken", null).subprotocols()).containsExactly("chat.v2", "chat.v1");
		}
	}

	@WsEndpoint(path = "spoken", subprotocols = { "chat.v2", "chat.v1" })
	static class Spoken {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void interceptorsRejectOrAddAttributes() {
		try (EndpointTester tester = EndpointTester.of(Polite.class, AddsUser.class, Second.class)) {
			assertThat(tester.accept("/polite", "user=ann").attributes()).containsEntry("user", "[ann] of /polite {}");
			assertThat(tester.executedTasks()).isEqualTo(1);
			tester.rejects(401, "Who are you?", "/polite", null);
			assertThat(tester.bean(Second.class).asked).isEqualTo(1);
		}
	}

	@Order(1)
	static class AddsUser implements WsHandshakeInterceptor {

		@Override
		public dev.wsboot.engine.HandshakeDecision.Reject intercept(WsHandshake handshake) {
			List<String> user = handshake.request().queryParameters().get("user");
			if (user == null) {
				return dev.wsboot.engine.HandshakeDecision.reject(401).body("Who are you?");
			}
			handshake.attributes().put("user", user + " of " + handshake.endpoint() + " " + handshake.pathVariables());
			return null;
		}

	}

	@Order(2)
	static class Second implements WsHandshakeInterceptor {

		int asked;

		@Override
		public dev.wsboot.engine.HandshakeDecision.Reject intercept(WsHandshake handshake) {
			this.asked++;
			assertThat(handshake.attributes()).containsKey("user");
			return null;
		}

	}

}
