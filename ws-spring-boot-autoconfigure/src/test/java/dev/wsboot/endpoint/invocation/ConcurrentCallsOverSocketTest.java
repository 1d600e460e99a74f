/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The messages of a session, handled concurrently and one at a time.
 */
@Timeout(300)
class ConcurrentCallsOverSocketTest {

	private EndpointServer server;

	@BeforeEach
	void start() {
		this.server = EndpointServer.of(SideBySide.class, InOrder.class, Arriving.class);
	}

	@AfterEach
	void stop() {
		this.server.bean(SideBySide.class).letGo.countDown();
		this.server.close();
	}

	@Test
	void messagesAreHandledSideBySide() throws InterruptedException {
		SideBySide endpoint = this.server.bean(SideBySide.class);
		try (WsTestClient client = this.server.connect("/side-by-side")) {
			client.expectText("open");
			client.send("wait 1").send("wait 2");
			endpoint.started("wait 1", "wait 2");
			client.send("quick").expectText("quick");
			client.sendBinary((byte) 7).expectBinary((byte) 7);
			endpoint.letGo.countDown();
			assertThat(List.of(client.expectText(), client.expectText())).containsExactlyInAnyOrder("wait 1", "wait 2");
		}
	}

	@Test
	void asManyAsTheBoundAreHandledAtOnce() throws InterruptedException {
		SideBySide endpoint = this.server.bean(SideBySide.class);
		try (WsTestClient client = this.server.connect("/side-by-side")) {
			client.expectText("open");
			for (int i = 0; i < 500; i++) {
				client.send("wait " + i);
			}
			endpoint.started("wait 0", "wait 1", "wait 2", "wait 3");
			assertThat(endpoint.started).isEmpty();
			endpoint.letGo.countDown();
			Set<String> replies = ConcurrentHashMap.newKeySet();
			for (int i = 0; i < 500; i++) {
				replies.add(client.expectText());
			}
			assertThat(replies).hasSize(500);
			assertThat(endpoint.most.get()).isEqualTo(4);
		}
	}

	@Test
	void closeComesOnceAfterTheLastCallAndKnowsTheGroups() throws InterruptedException {
		SideBySide endpoint = this.server.bean(SideBySide.class);
		WsTestClient client = this.server.connect("/side-by-side");
		client.expectText("open");
		client.send("wait 1").send("wait 2").send("wait 3");
		endpoint.started("wait 1", "wait 2", "wait 3");
		client.raw().reset();
		await("the end of the session").until(() -> this.server.bean(WsSessions.class).count() == 0);
		assertThat(endpoint.closed).isEmpty();
		endpoint.letGo.countDown();
		assertThat(endpoint.closed.poll(60, TimeUnit.SECONDS)).isEqualTo("1006 after 3 in [side by side]");
		assertThat(endpoint.closed).isEmpty();
	}

	@Test
	void closeMethodIsCalledAtOnceIfNoMethodRuns() throws InterruptedException {
		SideBySide endpoint = this.server.bean(SideBySide.class);
		try (WsTestClient client = this.server.connect("/side-by-side")) {
			client.expectText("open");
			client.send("quick").expectText("quick");
			client.close(1000, "").expectClose(1000);
		}
		assertThat(endpoint.closed.poll(60, TimeUnit.SECONDS)).isEqualTo("1000 after 1 in [side by side]");
	}

	@Test
	void errorsGoTheUsualWay() throws InterruptedException {
		SideBySide endpoint = this.server.bean(SideBySide.class);
		try (WsTestClient client = this.server.connect("/side-by-side")) {
			client.expectText("open");
			client.send("illegal").expectText("sorry: illegal");
			client.send("quick").expectText("quick");
			client.send("error").expectClose(1011);
		}
		assertThat(endpoint.closed.poll(60, TimeUnit.SECONDS)).isEqualTo("1011 after 3 in [side by side]");
		assertThat(endpoint.closed).isEmpty();
	}

	@Test
	void messagesThatAreReadAsTheyArriveStayOffTheLoop() {
		try (WsTestClient client = this.server.connect("/arriving")) {
			client.sendBinary((byte) 1, (byte) 2);
			client.expectText("2 on the loop: false");
			client.send("text").expectText("text");
		}
	}

	@Test
	void inOrderIsTheDefault() {
		try (WsTestClient client = this.server.connect("/in-order")) {
			for (int i = 0; i < 200; i++) {
				client.send(String.valueOf(i));
			}
			for (int i = 0; i < 200; i++) {
				client.expectText(String.valueOf(i));
			}
		}
		assertThat(this.server.bean(InOrder.class).most.get()).isEqualTo(1);
	}

	@WsEndpoint(path = "/side-by-side", ordering = Ordering.CONCURRENT, maxConcurrency = 4)
	static class SideBySide {

		final CountDownLatch letGo = new CountDownLatch(1);

		final BlockingQueue<String> started = new LinkedBlockingQueue<>();

		final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

		final AtomicInteger running = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		final AtomicInteger done = new AtomicInteger();

		void started(String... expected) throws InterruptedException {
			List<String> came = new ArrayList<>();
			while (came.size() < expected.length) {
				String next = this.started.poll(60, TimeUnit.SECONDS);
				assertThat(next).isNotNull();
				came.add(next);
			}
			Collections.sort(came);
			assertThat(came).containsExactly(expected);
		}

		@OnOpen
		String onOpen(WsSession session) {
			session.join("side by side");
			return "open";
		}

		@OnMessage
		String onMessage(WsSession session, String text) throws InterruptedException {
			int now = this.running.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			try {
				if (text.startsWith("wait")) {
					this.started.add(text);
					this.letGo.await(60, TimeUnit.SECONDS);
				}
				switch (text) {
					case "illegal" -> throw new IllegalArgumentException(text);
					case "error" -> throw new StackOverflowError();
					default -> {
						return text;
					}
				}
			}
			finally {
				this.running.decrementAndGet();
				this.done.incrementAndGet();
			}
		}

		@OnMessage
		byte[] onBinary(byte[] payload) {
			return payload;
		}

		@OnError
		String onError(IllegalArgumentException error) {
			return "sorry: " + error.getMessage();
		}

		@OnClose
		void onClose(CloseStatus status, WsSession session) {
			this.closed.add(status.code() + " after " + this.done.get() + " in " + session.groups());
		}

	}

	@WsEndpoint(path = "/arriving", ordering = Ordering.CONCURRENT)
	static class Arriving {

		@OnMessage
		String onBinary(InputStream payload) throws IOException {
			return payload.readAllBytes().length + " on the loop: "
					+ Thread.currentThread().getName().startsWith("ws-loop-");
		}

		@OnMessage
		String onText(String text) {
			return text;
		}

	}

	@WsEndpoint("/in-order")
	static class InOrder {

		final AtomicInteger running = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		@OnMessage
		String onMessage(String text) {
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			Thread.yield();
			this.running.decrementAndGet();
			return text;
		}

	}

}
