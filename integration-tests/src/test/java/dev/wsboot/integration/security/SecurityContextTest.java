/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.OnPong;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The security context of a call is that of the session, on whichever thread, and gone
 * after the call.
 */
class SecurityContextTest {

	private static final int ROUNDS = 300;

	/** The callbacks that have seen another client than that of their session. */
	private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

	@ParameterizedTest
	@ValueSource(strings = { "/blocking", "/non-blocking", "/stages", "/publishers" })
	void callsOfTwoUsersSeeTheirOwnContext(String path) {
		LEAKS.clear();
		try (SecuredServer server = server()) {
			try (WsTestClient ada = server.to(path, Tokens.of("ada")).connect();
					WsTestClient bob = server.to(path, Tokens.of("bob")).connect();
					WsTestClient ad2 = server.to(path, Tokens.of("ada")).connect()) {
				List<WsTestClient> clients = List.of(ada, bob, ad2);
				for (int i = 0; i < ROUNDS; i++) {
					String text = (i % 7 == 0) ? "fail" : "x";
					clients.forEach((client) -> client.send(text));
				}
				for (int i = 0; i < ROUNDS; i++) {
					ada.expectText("ada");
					bob.expectText("bob");
					ad2.expectText("ada");
				}
			}
		}
		assertThat(LEAKS).isEmpty();
	}

	@Test
	void callsOfJsonRpcSeeTheirOwnContext() {
		LEAKS.clear();
		try (SecuredServer server = server()) {
			try (WsTestClient ada = server.to("/rpc", Tokens.of("ada")).connect();
					WsTestClient bob = server.to("/rpc", Tokens.of("bob")).connect()) {
				for (int i = 0; i < ROUNDS; i++) {
					ada.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\"}");
					bob.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\"}");
				}
				for (int i = 0; i < ROUNDS; i++) {
					assertThat(ada.expectText()).contains("\"ada\"");
					assertThat(bob.expectText()).contains("\"bob\"");
				}
			}
		}
		assertThat(LEAKS).isEmpty();
	}

	private static SecuredServer server() {
		return SecuredServer.of(Tokens.Decoder.class, Blocking.class, OnLoop.class, Stages.class, Publishers.class,
				Rpc.class);
	}

	/** Returns the current client, and notes a client that is not that of the session. */
	private static String check(WsSession session, String where) {
		Authentication client = SecurityContextHolder.getContext().getAuthentication();
		String name = (client != null) ? client.getName() : "nobody";
		String expected = (session.principal() != null) ? session.principal().getName() : "nobody";
		if (!name.equals(expected)) {
			LEAKS.add(where + ": " + name + " in a session of " + expected);
		}
		return name;
	}

	/** Leaves another identity on the thread, which must not outlive the call. */
	private static void pollute() {
		Authentication client = SecurityContextHolder.getContext().getAuthentication();
		if (client != null) {
			SecurityContextHolder.getContext().setAuthentication(null);
			SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("eve", "")));
		}
	}

	static class Callbacks {

		@OnOpen
		void onOpen(WsSession session) {
			check(session, "open");
			pollute();
		}

		@OnPong
		void onPong(WsSession session) {
			check(session, "pong");
		}

		@OnClose
		void onClose(WsSession session) {
			check(session, "close");
			pollute();
		}

		@OnError
		String onError(IllegalArgumentException error, WsSession session) {
			String name = check(session, "error");
			pollute();
			return name;
		}

	}

	@WsEndpoint("/blocking")
	static class Blocking extends Callbacks {

		@OnMessage
		String who(String text, WsSession session) {
			String name = check(session, "blocking");
			pollute();
			if (text.equals("fail")) {
				throw new IllegalArgumentException();
			}
			return name;
		}

	}

	@WsEndpoint("/non-blocking")
	static class OnLoop {

		@OnOpen
		@NonBlocking
		void onOpen(WsSession session) {
			check(session, "open");
			pollute();
		}

		@OnMessage
		@NonBlocking
		String who(String text, WsSession session) {
			String name = check(session, "non-blocking");
			pollute();
			return name;
		}

	}

	@WsEndpoint("/stages")
	static class Stages extends Callbacks {

		@OnMessage
		CompletionStage<String> who(String text, WsSession session) {
			String name = check(session, "stage");
			pollute();
			return CompletableFuture.supplyAsync(() -> name);
		}

	}

	@WsEndpoint("/publishers")
	static class Publishers extends Callbacks {

		@OnMessage
		Flux<String> who(String text, WsSession session) {
			String name = check(session, "publisher");
			return Mono.fromSupplier(() -> check(session, "subscription"))
				.map((ignored) -> name)
				.flux()
				.publishOn(Schedulers.parallel());
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("who")
		String who(WsSession session) {
			String name = check(session, "rpc");
			pollute();
			return name;
		}

	}

}
