/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that keep methods waiting leave others their threads, whichever these are.
 */
@Timeout(300)
class PeersThatAreWaitedForTest {

	/** Methods of a pool that may wait for their clients at once. */
	private static final int MAX_PEER_WAITS = 200;

	/** More than a pool has threads, with all of its spare ones. */
	private static final int MORE_THAN_THREADS = 450;

	/** Hundreds of threads may have to get the processor first. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final List<WsTestClient> clients = new ArrayList<>();

	@AfterEach
	void reset() {
		this.clients.forEach((client) -> client.raw().reset());
		this.clients.clear();
	}

	private static EndpointServer start(boolean virtual, Class<?>... endpoints) {
		return EndpointServer.with("spring.threads.virtual.enabled=" + virtual, endpoints);
	}

	private static WsTestClient connect(EndpointServer server, String path) {
		return WsTestClient.to(server.uri(path)).timeout(PATIENCE).connect();
	}

	private void isServed(EndpointServer server) throws InterruptedException {
		try (WsTestClient honest = connect(server, "/honest")) {
			honest.expectText("open");
			honest.send("hello").expectText("hello");
		}
		assertThat(server.bean(Honest.class).closed.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
	}

	@WsEndpoint("/honest")
	static class Honest {

		final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

		@OnOpen
		String onOpen() {
			return "open";
		}

		@OnMessage
		String onMessage(String text) {
			return text;
		}

		@OnClose
		void onClose() {
			this.closed.add("closed");
		}

	}

	@Tag("long")
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unansweredCalls(boolean virtual) throws InterruptedException {
		try (EndpointServer server = start(virtual, Api.class, Honest.class)) {
			for (int i = 0; i < MORE_THAN_THREADS; i++) {
				WsTestClient client = connect(server, "/api");
				this.clients.add(client);
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":1}");
			}
			isServed(server);
			try (WsTestClient honest = connect(server, "/api")) {
				honest.send("{\"jsonrpc\":\"2.0\",\"method\":\"confirmed\",\"id\":1}");
				honest.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"confirm\",\"id\":1}");
				honest.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}");
				honest.expectText("{\"jsonrpc\":\"2.0\",\"result\":true,\"id\":1}");
			}
			reset();
		}
	}

	@WsEndpoint(path = "/api", protocol = MessageProtocol.JSON_RPC)
	static class Api {

		@OnMessage("wait")
		boolean waiting(JsonRpcSession client) {
			return client.call("confirm", null, Boolean.class).toCompletableFuture().join();
		}

		@OnMessage("confirmed")
		CompletionStage<Boolean> confirmed(JsonRpcSession client) {
			return client.call("confirm", null, Boolean.class);
		}

	}

	private WsTestClient openUnread(EndpointServer server, String path) {
		WsTestClient client = WsTestClient.to(server.uri(path)).timeout(PATIENCE).receiveBuffer(16 * 1024).connect();
		this.clients.add(client);
		return client;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unreadAnswersInFragments(boolean virtual) throws InterruptedException {
		try (EndpointServer server = start(virtual, Export.class, Honest.class)) {
			Export export = server.bean(Export.class);
			for (int i = 0; i < MAX_PEER_WAITS + 50; i++) {
				openUnread(server, "/export").send("endless");
			}
			assertThat(export.begun.await(60, TimeUnit.SECONDS)).isTrue();
			isServed(server);
			assertThat(export.most.get()).isLessThanOrEqualTo(virtual ? MAX_PEER_WAITS + 50 : MAX_PEER_WAITS);
			try (WsTestClient honest = connect(server, "/export")) {
				honest.send("short").expectText("short").send("short").expectText("short");
			}
			reset();
		}
	}

	@WsEndpoint("/export")
	static class Export {

		/** As many as may write at once do. */
		final CountDownLatch begun = new CountDownLatch(MAX_PEER_WAITS);

		final AtomicInteger writing = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		@OnMessage
		StreamingMessage onMessage(String kind) {
			if (kind.equals("short")) {
				return StreamingMessage.text((writer) -> writer.write(kind));
			}
			return StreamingMessage.binary((output) -> {
				this.most.accumulateAndGet(this.writing.incrementAndGet(), Math::max);
				this.begun.countDown();
				try {
					byte[] kilobytes = new byte[64 * 1024];
					while (true) {
						output.write(kilobytes);
					}
				}
				finally {
					this.writing.decrementAndGet();
				}
			});
		}

	}

	@Test
	void echoedStreamIsReadWithoutAFreePermit() throws InterruptedException {
		try (EndpointServer server = start(false, Export.class, Mirror.class)) {
			for (int i = 0; i < MAX_PEER_WAITS; i++) {
				openUnread(server, "/export").send("endless");
			}
			assertThat(server.bean(Export.class).begun.await(60, TimeUnit.SECONDS)).isTrue();
			try (WsTestClient honest = connect(server, "/mirror")) {
				honest.sendBinary((byte) 1, (byte) 2, (byte) 3).expectBinary((byte) 1, (byte) 2, (byte) 3);
			}
			reset();
		}
	}

	@WsEndpoint("/mirror")
	static class Mirror {

		@OnMessage
		InputStream onMessage(InputStream message) {
			return message;
		}

	}

}
