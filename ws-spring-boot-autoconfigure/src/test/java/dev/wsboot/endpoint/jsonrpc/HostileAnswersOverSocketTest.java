/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that answer calls with as much as they can: answers of others are not delayed,
 * and nothing is left afterwards.
 */
@Timeout(300)
class HostileAnswersOverSocketTest {

	private static final String LARGE = "x".repeat(400_000);

	private final EndpointServer server = EndpointServer.with("ws.memory.max-buffered=3000000", Caller.class);

	@AfterEach
	void stop() {
		Slow.proceed.countDown();
		this.server.close();
	}

	private JsonRpcSession sessionOf(WsTestClient client) throws InterruptedException {
		client.send("{\"jsonrpc\":\"2.0\",\"method\":\"register\",\"id\":0}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":0}");
		return Objects.requireNonNull(this.server.bean(Caller.class).sessions.poll(60, TimeUnit.SECONDS));
	}

	private static <T> CompletableFuture<T> call(JsonRpcSession session, WsTestClient client, Class<T> type) {
		CompletableFuture<T> call = session.call("method", null, type).toCompletableFuture();
		client.expectText();
		return call;
	}

	private static String answer(Object id, String result) {
		return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
	}

	private static Throwable failure(CompletableFuture<?> call) {
		try {
			call.join();
			throw new AssertionError("The call succeeded");
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	private long held() {
		WsServer running = Objects.requireNonNull(this.server.bean(WsServerLifecycle.class).server());
		return running.counters().bufferedBytes();
	}

	private void expectNothingHeld() {
		await("bytes that sessions hold").atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(held()).isZero());
	}

	/** Occupies all threads that read large responses until {@link Slow#proceed}. */
	private void occupyThreads(Consumer<WsTestClient> clients) throws InterruptedException {
		int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		Slow.proceed = new CountDownLatch(1);
		Slow.begun = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			WsTestClient client = this.server.connect("/caller");
			clients.accept(client);
			call(sessionOf(client), client, Slow.class);
			client.send(answer(1, "\"" + LARGE.substring(0, 20_000) + "\""));
		}
		assertThat(Slow.begun.await(60, TimeUnit.SECONDS)).as("all threads read large responses").isTrue();
	}

	@Test
	void whileLargeResponsesAreReadSmallOnesComeAndTheLargestQueueIsShed() throws InterruptedException {
		List<WsTestClient> clients = new ArrayList<>();
		try {
			occupyThreads(clients::add);
			WsTestClient hostile = this.server.connect("/caller");
			clients.add(hostile);
			WsTestClient honest = this.server.connect("/caller");
			clients.add(honest);
			JsonRpcSession hostileSession = sessionOf(hostile);
			JsonRpcSession honestSession = sessionOf(honest);
			List<CompletableFuture<?>> calls = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				calls.add(call(hostileSession, hostile, String.class));
			}
			hostile.send(answer(1, "\"" + LARGE + "\"")).send(answer(2, "\"" + LARGE + "\""));
			await("queued responses are counted").atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(held()).isGreaterThan(800_000));
			CompletableFuture<String> honestCall = call(honestSession, honest, String.class);
			honest.send(answer(1, "\"ann\""));
			assertThat(honestCall.join()).isEqualTo("ann");
			assertThat(calls).noneMatch(CompletableFuture::isDone);
			for (int id = 3; id <= 8; id++) {
				hostile.send(answer(id, "\"" + LARGE + "\""));
			}
			hostile.expectClose(1013);
			for (CompletableFuture<?> call : calls) {
				assertThat(failure(call)).isInstanceOf(IOException.class);
			}
			await("the queue of the closed session is dropped").atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(held()).isLessThan(200_000));
			honestCall = call(honestSession, honest, String.class);
			honest.send(answer(2, "\"bob\""));
			assertThat(honestCall.join()).isEqualTo("bob");
			Slow.proceed.countDown();
			expectNothingHeld();
		}
		finally {
			clients.forEach(WsTestClient::close);
		}
	}

	@Test
	void aResetFailsCallsWhoseResponsesAreQueued() throws InterruptedException {
		List<WsTestClient> clients = new ArrayList<>();
		try {
			occupyThreads(clients::add);
			WsTestClient client = this.server.connect("/caller");
			JsonRpcSession session = sessionOf(client);
			CompletableFuture<String> first = call(session, client, String.class);
			CompletableFuture<String> second = call(session, client, String.class);
			client.send(answer(1, "\"" + LARGE + "\""));
			await("the response is queued").atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(held()).isGreaterThan(400_000));
			client.raw().reset();
			assertThat(failure(first)).isInstanceOf(IOException.class);
			assertThat(failure(second)).isInstanceOf(IOException.class);
			Slow.proceed.countDown();
			expectNothingHeld();
		}
		finally {
			clients.forEach(WsTestClient::close);
		}
	}

	@Test
	void floodsOfWrongAnswersDelayNoCallOfTheSessionItself() throws InterruptedException {
		try (WsTestClient client = this.server.connect("/caller")) {
			JsonRpcSession session = sessionOf(client);
			CompletableFuture<Integer> call = call(session, client, Integer.class);
			CompletableFuture<Integer> other = call(session, client, Integer.class);
			for (int i = 0; i < 200; i++) {
				client.send(answer(1000 + i, "\"" + LARGE.substring(0, 50_000) + "\""));
				client.send(answer("\"1\"", "1"));
				client.send(answer("null", "1"));
				client.send(answer("1.0", "{}"));
				client.send(answer(2, "7"));
			}
			client.send(answer(1, "5")).send(answer(1, "6"));
			assertThat(call.join()).isEqualTo(5);
			assertThat(other.join()).isEqualTo(7);
			for (int i = 0; i < 200; i++) {
				client.send(answer(1, "\"" + LARGE.substring(0, 1000) + "\""));
			}
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"register\",\"id\":\"last\"}");
			assertThat(client.awaitText((text) -> text.contains("\"last\""))).contains("\"result\":null");
		}
		expectNothingHeld();
	}

	@Test
	void sessionsMayEndWithinAnyPartOfAnAnswer() throws InterruptedException {
		byte[] answer = answer(1, "\"" + LARGE.substring(0, 20_000) + "\"").getBytes(StandardCharsets.US_ASCII);
		for (int cut : new int[] { 0, 1, 10, 1024, 16_384, 20_000, answer.length }) {
			for (boolean reset : new boolean[] { true, false }) {
				WsTestClient client = this.server.connect("/caller");
				JsonRpcSession session = sessionOf(client);
				CompletableFuture<String> call = call(session, client, String.class);
				CompletableFuture<String> never = call(session, client, String.class);
				if (cut == answer.length) {
					client.send(new String(answer, StandardCharsets.US_ASCII));
				}
				else {
					client.sendFrame(false, 1, Arrays.copyOf(answer, cut));
				}
				if (reset) {
					client.raw().reset();
				}
				else {
					client.close(1000, "");
				}
				assertThat(failure(never)).isInstanceOf(IOException.class);
				try {
					assertThat(call.join()).hasSize(20_000);
					assertThat(cut).isEqualTo(answer.length);
				}
				catch (CompletionException ex) {
					assertThat(ex).hasCauseInstanceOf(IOException.class);
					assertThat(cut < answer.length || reset).as("a result before the end is lost").isTrue();
				}
				client.close();
			}
		}
		expectNothingHeld();
	}

	@WsEndpoint(path = "/caller", protocol = MessageProtocol.JSON_RPC)
	static class Caller {

		final BlockingQueue<JsonRpcSession> sessions = new LinkedBlockingQueue<>();

		@OnMessage("register")
		void register(JsonRpcSession session) {
			this.sessions.add(session);
		}

	}

	/**
	 * A result that takes long to read.
	 */
	static final class Slow {

		static volatile CountDownLatch begun = new CountDownLatch(0);

		static volatile CountDownLatch proceed = new CountDownLatch(0);

		@JsonCreator
		static Slow of(String text) throws InterruptedException {
			begun.countDown();
			proceed.await();
			return new Slow();
		}

	}

}
