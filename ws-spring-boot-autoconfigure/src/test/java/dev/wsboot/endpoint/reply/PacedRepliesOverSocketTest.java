/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that takes answers late gets all of them, of all kinds of return values.
 */
@Timeout(300)
class PacedRepliesOverSocketTest {

	private static final int SIZE = 100_000;

	/** More than the kernels and the limit of the queue take. */
	private static final int REQUESTS = 150;

	private static EndpointServer start() {
		return EndpointServer.of(Plain.class, OnLoop.class, SideBySide.class, Later.class, Streamed.class,
				Published.class, InParts.class, InPartsSideBySide.class, ToAll.class, Rpc.class);
	}

	/** Has answers wait for a client that does not read. */
	private static void stall(EndpointServer server, WsTestClient client, String request) {
		for (int i = 0; i < REQUESTS; i++) {
			client.send(request);
		}
		await("answers that wait for the client")
			.until(() -> server.bean(WsSessions.class).all().stream().mapToLong(WsSession::queuedBytes).sum() > 0);
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(strings = { "/plain", "/on-loop", "/side-by-side", "/later", "/streamed", "/published", "/in-parts",
			"/in-parts-side-by-side", "/to-all" })
	void whoReadsLateGetsAllAnswers(String path) {
		try (EndpointServer server = start(); WsTestClient client = server.connect(path)) {
			stall(server, client, "more");
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(client.expectBinary()).hasSize(SIZE);
			}
			client.send("more");
			assertThat(client.expectBinary()).hasSize(SIZE);
			assertThat(server.bean(WsServerLifecycle.class).server().counters().messagesDropped()).isZero();
		}
	}

	@Test
	void aMethodMayWaitForTheClientWhileItsSessionIsPaced() throws Exception {
		try (EndpointServer server = start(); WsTestClient client = server.connect("/rpc")) {
			WsSession session = server.bean(Rpc.class).nextSession().session();
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"ask\"}");
			client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
			PreparedMessage news = PreparedMessage.text("x".repeat(SIZE));
			int sent = 0;
			while (session.queuedBytes() < 7 * SIZE) {
				session.send(news);
				sent++;
			}
			for (int i = 0; i < 10; i++) {
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"large\",\"id\":1}");
			}
			client.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}");
			assertThat(server.bean(Rpc.class).names.poll(60, TimeUnit.SECONDS)).isEqualTo("ann");
			for (int i = 0; i < sent; i++) {
				assertThat(client.expectText()).hasSize(SIZE);
			}
			client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"hello ann\",\"id\":\"ask\"}");
			for (int i = 0; i < 10; i++) {
				assertThat(client.expectText()).hasSizeGreaterThan(SIZE);
			}
		}
	}

	@Test
	void serverMayCallAClientThatReadsLate() throws Exception {
		try (EndpointServer server = start(); WsTestClient client = server.connect("/rpc")) {
			JsonRpcSession session = server.bean(Rpc.class).nextSession();
			stall(server, client, "{\"jsonrpc\":\"2.0\",\"method\":\"large\",\"id\":1}");
			CompletionStage<String> name = session.call("name", null, String.class);
			boolean called = false;
			for (int i = 0; i < REQUESTS + 1; i++) {
				String text = client.expectText();
				if (text.contains("\"method\":\"name\"")) {
					called = true;
					client.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}");
				}
				else {
					assertThat(text).hasSizeGreaterThan(SIZE);
				}
			}
			assertThat(called).isTrue();
			assertThat(name.toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo("ann");
		}
	}

	@WsEndpoint("/plain")
	static class Plain {

		@OnMessage
		byte[] answer(String text) {
			return new byte[SIZE];
		}

	}

	@WsEndpoint("/on-loop")
	static class OnLoop {

		@OnMessage
		@NonBlocking
		byte[] answer(String text) {
			return new byte[SIZE];
		}

	}

	@WsEndpoint(path = "/side-by-side", ordering = Ordering.CONCURRENT)
	static class SideBySide {

		@OnMessage
		void answer(String text, WsSession session) {
			session.sendBinary(new byte[SIZE]);
		}

	}

	@WsEndpoint("/later")
	static class Later {

		@OnMessage
		CompletionStage<byte[]> answer(String text) {
			return CompletableFuture.supplyAsync(() -> new byte[SIZE]);
		}

	}

	@WsEndpoint("/streamed")
	static class Streamed {

		@OnMessage
		Stream<byte[]> answer(String text) {
			return Stream.of(new byte[SIZE]);
		}

	}

	@WsEndpoint("/published")
	static class Published {

		@OnMessage
		Flux<byte[]> answer(String text) {
			return Flux.just(new byte[SIZE]);
		}

	}

	@WsEndpoint("/to-all")
	static class ToAll {

		@OnMessage
		@Broadcast
		byte[] answer(String text) {
			return new byte[SIZE];
		}

	}

	@WsEndpoint("/in-parts")
	static class InParts {

		@OnMessage
		InputStream answer(String text) {
			return new ByteArrayInputStream(new byte[SIZE]);
		}

	}

	@WsEndpoint(path = "/in-parts-side-by-side", ordering = Ordering.CONCURRENT)
	static class InPartsSideBySide {

		@OnMessage
		InputStream answer(String text) {
			return new ByteArrayInputStream(new byte[SIZE]);
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		final BlockingQueue<JsonRpcSession> sessions = new LinkedBlockingQueue<>();

		final BlockingQueue<String> names = new LinkedBlockingQueue<>();

		JsonRpcSession nextSession() throws InterruptedException {
			JsonRpcSession next = this.sessions.poll(60, TimeUnit.SECONDS);
			assertThat(next).as("a session").isNotNull();
			return next;
		}

		@OnOpen
		void open(JsonRpcSession session) {
			this.sessions.add(session);
		}

		@OnMessage("large")
		String large() {
			return "x".repeat(SIZE);
		}

		@OnMessage("ask")
		String ask(JsonRpcSession client) {
			String name = client.call("name", null, String.class).toCompletableFuture().join();
			this.names.add(name);
			return "hello " + name;
		}

	}

}
