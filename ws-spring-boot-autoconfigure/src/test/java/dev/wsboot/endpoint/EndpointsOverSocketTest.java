/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The behavior that other tests of this package show by direct calls, through the engine.
 */
class EndpointsOverSocketTest {

	private static final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeAll
	static void start() {
		TestPropertyValues.of("ws.port=0").applyTo(context);
		context.registerBean(JsonMapper.class, JsonMapper::shared);
		context.register(WsAutoConfiguration.class, Rooms.class, Threads.class, Loop.class, Buffers.class,
				Failing.class);
		context.refresh();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void variableIsDecodedOnceOnItsWholeWay() {
		try (WsTestClient client = connect("/rooms/100%25%252F;a=b%20c")) {
			client.expectText("100%%2F;a=b c");
		}
	}

	@Test
	void subprotocolIsAgreed() {
		try (WsTestClient client = WsTestClient.to(uri("/rooms/tea")).subprotocols("other", "rooms.v2").connect()) {
			assertThat(client.subprotocol()).isEqualTo("rooms.v2");
		}
	}

	@Test
	void binaryMessageWithoutHandlerIsRejected() {
		try (WsTestClient client = connect("/threads")) {
			client.expectText();
			client.sendBinary((byte) 1).expectClose(1003);
		}
	}

	@Test
	void aBufferOfANonBlockingMethodIsReadOnlyAndMayBeTheReply() {
		try (WsTestClient client = connect("/buffers")) {
			byte[] large = new byte[50_000];
			new Random(1).nextBytes(large);
			client.sendBinary(new byte[] { 1, 2 }).sendBinary(large).sendBinary(new byte[] { 3 });
			assertThat(client.expectBinary()).containsExactly(1, 2);
			assertThat(client.expectBinary()).isEqualTo(large);
			assertThat(client.expectBinary()).containsExactly(3);
		}
	}

	@Test
	void invalidJsonIsRejected() throws InterruptedException {
		try (WsTestClient client = connect("/failing")) {
			client.send("{").expectClose(1007);
		}
		assertThat(context.getBean(Failing.class).closed.poll(60, TimeUnit.SECONDS)).isEqualTo(1007);
	}

	@Test
	void exceptionsAreNotShown() throws InterruptedException {
		try (WsTestClient client = connect("/failing")) {
			client.send("1");
			assertThat(client.expectClose(1011).reason()).isEmpty();
		}
		assertThat(context.getBean(Failing.class).closed.poll(60, TimeUnit.SECONDS)).isEqualTo(1011);
	}

	@Test
	void nonBlockingMethodsRunOnTheLoopAndOthersDoNot() {
		try (WsTestClient client = connect("/threads")) {
			assertThat(client.expectText()).startsWith("ws-handler-");
			client.send("where?");
			assertThat(client.expectText()).startsWith("ws-handler-");
		}
		// without an @OnOpen method, whose thread might still be there for the message
		try (WsTestClient client = connect("/loop")) {
			client.send("where?");
			assertThat(client.expectText()).startsWith("ws-loop-");
		}
	}

	private static WsTestClient connect(String path) {
		return WsTestClient.connect(uri(path));
	}

	private static String uri(String path) {
		return "ws://localhost:" + context.getBean(WsServerLifecycle.class).port() + path;
	}

	@WsEndpoint(path = "/rooms/{room}", subprotocols = { "rooms.v2", "rooms.v1" })
	static class Rooms {

		@OnOpen
		String onOpen(@PathVariable String room) {
			return room;
		}

	}

	@WsEndpoint("/threads")
	static class Threads {

		@OnOpen
		String onOpen() {
			return Thread.currentThread().getName();
		}

		@OnMessage
		void onMessage(WsSession session, String text) {
			session.sendText(Thread.currentThread().getName());
		}

	}

	@WsEndpoint("/loop")
	static class Loop {

		@NonBlocking
		@OnMessage
		void onMessage(WsSession session, String text) {
			session.sendText(Thread.currentThread().getName());
		}

	}

	@WsEndpoint("/buffers")
	static class Buffers {

		@NonBlocking
		@OnMessage
		ByteBuffer onMessage(ByteBuffer payload) {
			assertThat(payload.isReadOnly()).isTrue();
			return payload;
		}

	}

	@WsEndpoint("/failing")
	static class Failing {

		final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

		@OnMessage
		void onMessage(Integer number) {
			throw new IllegalStateException("secret");
		}

		@OnClose
		void onClose(CloseStatus status) {
			this.closed.add(status.code());
		}

	}

}
