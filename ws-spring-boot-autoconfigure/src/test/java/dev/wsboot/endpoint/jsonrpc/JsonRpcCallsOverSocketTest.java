/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.internal.jsonrpc.JsonRpcReader;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Calls from the server to the client.
 */
@Timeout(300)
class JsonRpcCallsOverSocketTest {

	private EndpointServer server;

	private WsTestClient client;

	private JsonRpcSession session;

	@BeforeEach
	void start() throws InterruptedException {
		this.server = EndpointServer.with("ws.json-rpc.max-pending-calls=3", Recording.class, Api.class, Greeter.class,
				Plain.class);
		this.client = this.server.connect("/api");
		this.session = this.server.bean(Api.class).sessions.poll(60, TimeUnit.SECONDS);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@Test
	void answersComeBackByTheirIds() {
		CompletableFuture<Point> first = call("point", List.of(1, "a\"b"), Point.class);
		CompletableFuture<Integer> second = call("count", Map.of("of", "all"), Integer.class);
		CompletableFuture<Void> third = call("nothing", null, Void.class);
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"point\",\"params\":[1,\"a\\\"b\"],\"id\":1}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"count\",\"params\":{\"of\":\"all\"},\"id\":2}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":3}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":null}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":7,\"error\":null,\"id\":2}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":{\"x\":1,\"y\":2},\"id\":1}");
		assertThat(first.join()).isEqualTo(new Point(1, 2));
		assertThat(second.join()).isEqualTo(7);
		assertThat(third.join()).isNull();
	}

	@Test
	void errorsOfTheClientAreExceptions() {
		CompletableFuture<String> call = call("fail", null, String.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-5,\"message\":\"no\",\"data\":[1]},\"id\":1}");
		assertThat(failure(call)).isInstanceOfSatisfying(JsonRpcException.class, (error) -> {
			assertThat(error.code()).isEqualTo(-5);
			assertThat(error).hasMessage("no");
			assertThat(error.data()).isEqualTo("[1]");
		});
		CompletableFuture<String> odd = call("fail", null, String.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"error\":99999999999,\"id\":2}");
		assertThat(failure(odd)).isInstanceOf(JsonRpcException.class);
	}

	@Test
	void resultsOfAnotherTypeAreInvalid() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"many\",\"id\":1}");
		assertThat(failure(call)).isInstanceOf(InvalidMessageException.class);
	}

	@Test
	void lateUnknownAndSecondAnswersAreDropped() {
		CompletableFuture<Integer> call = this.session.call("count", null, Integer.class, Duration.ofMillis(1))
			.toCompletableFuture();
		this.client.expectText();
		assertThat(failure(call)).isInstanceOf(TimeoutException.class);
		CompletableFuture<Integer> next = call("count", null, Integer.class);
		this.client.expectText();
		for (String id : List.of("1", "77", "\"2\"", "2.0", "null")) {
			this.client.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":" + id + "}");
		}
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":2}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":2}");
		assertThat(next.join()).isEqualTo(2);
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":1}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
		this.client.expectNothingMore();
	}

	@Test
	void aMethodMayWaitForTheClientsAnswer() {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"q\"}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":\"behind\"}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"hello ann\",\"id\":\"q\"}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":\"behind\"}");
	}

	@Test
	void openMethodMayWaitForTheClientsAnswer() {
		try (WsTestClient other = this.server.connect("/greeter")) {
			other.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
			other.send("{\"jsonrpc\":\"2.0\",\"result\":\"bob\",\"id\":1}");
			other.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"greet\",\"params\":[\"bob\"]}");
		}
	}

	@Test
	void answersInABatchAreTaken() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client
			.send("[{\"jsonrpc\":\"2.0\",\"result\":5,\"id\":1},{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":1}]");
		assertThat(call.join()).isEqualTo(5);
		this.client.expectText("[{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}]");
	}

	@Test
	void theEndOfTheSessionFailsCalls() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client.raw().reset();
		assertThat(failure(call)).isInstanceOf(IOException.class);
		assertThat(failure(call("count", null, Integer.class))).isInstanceOf(IOException.class);
	}

	@Test
	void theEndOfTheSessionFreesAMethodThatWaits() throws InterruptedException {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"q\"}");
		this.client.expectText();
		this.client.raw().reset();
		assertThat(this.server.bean(Api.class).failures.poll(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
	}

	@Test
	void callsThatWaitAreBounded() {
		List<CompletableFuture<Integer>> open = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			open.add(call("count", null, Integer.class));
			this.client.expectText();
		}
		assertThat(failure(call("count", null, Integer.class))).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("More than 3");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":2}");
		assertThat(open.get(1).join()).isEqualTo(1);
		call("count", null, Integer.class);
		assertThat(this.client.expectText()).endsWith("\"id\":5}");
	}

	@Test
	void answersAreReadOffTheEventLoop() {
		RecordingFactory.read.clear();
		CompletableFuture<String> call = call("name", null, String.class);
		this.client.expectText();
		String names = IntStream.range(0, 20_000).mapToObj((i) -> "\"" + i + "\":0").collect(Collectors.joining(","));
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"params\":{" + names + "},\"id\":1}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
		this.client.send("{" + names + ",\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":2}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":2}");
		String result = "x".repeat(100_000);
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"" + result + "\"," + names + ",\"id\":1}");
		assertThat(call.join()).isEqualTo(result);
		assertThat(RecordingFactory.read).anyMatch((read) -> read.length() > 100_000)
			.filteredOn((read) -> read.thread().startsWith("ws-loop"))
			.isNotEmpty()
			.allMatch((read) -> read.length() <= JsonRpcReader.BEGINNING_SIZE);
	}

	@Test
	void lateAnswersDoNotDelayTheOneThatAMethodWaitsFor() {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"q\"}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
		for (int i = 2; i < 500; i++) {
			this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"late\",\"id\":" + i + "}");
		}
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"hello ann\",\"id\":\"q\"}");
	}

	@Test
	void anAnswerBeforeTheEndIsTaken() {
		for (int i = 1; i <= 100; i++) {
			try (WsTestClient other = this.server.connect("/api")) {
				JsonRpcSession session = this.server.bean(Api.class).sessions.poll(60, TimeUnit.SECONDS);
				CompletableFuture<String> call = session.call("name", null, String.class).toCompletableFuture();
				other.expectText();
				other.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}").close();
				assertThat(call.join()).isEqualTo("ann");
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Test
	void messageThatOnlyBeginsLikeAResponseIsAnError() {
		call("count", null, Integer.class);
		this.client.expectText();
		String text = "x".repeat(2000);
		String invalid = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"},\"id\":";
		this.client.send("{\"result\":1,\"id\":1}").expectText(invalid + "1}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"error\":{},\"id\":1}").expectText(invalid + "1}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"" + text + "\",\"method\":\"quick\",\"id\":5}")
			.expectText(invalid + "null}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + text + "\"")
			.expectText("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}");
		this.client.send("{\"error\":null,\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"result\":null}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
	}

	@Test
	void notificationsHaveNoId() {
		this.session.notify("changed", Map.of("price", 3));
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"changed\",\"params\":{\"price\":3}}");
	}

	@Test
	void paramsAreAnArrayOrAnObject() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.notify("changed", 3));
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.call("changed", "3", Void.class));
	}

	@Test
	void plainSessionsDoNotSpeakIt() throws InterruptedException {
		try (WsTestClient plain = this.server.connect("/plain")) {
			plain.send("1").expectText("1");
			WsSession found = this.server.bean(WsSessions.class).of("/plain").iterator().next();
			assertThatIllegalStateException().isThrownBy(() -> JsonRpcSession.of(found))
				.withMessageContaining("'/plain' does not speak JSON-RPC");
		}
		assertThat(JsonRpcSession.of(this.session.session())).isSameAs(this.session);
	}

	private <T> CompletableFuture<T> call(String method, Object params, Class<T> type) {
		return this.session.call(method, params, type).toCompletableFuture();
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

	record Point(int x, int y) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Recording {

		@Bean
		@Primary
		JsonMapper recordingMapper() {
			return JsonMapper.builder(new RecordingFactory()).build();
		}

	}

	/** Knows the threads that have parsed, and how many bytes. */
	static class RecordingFactory extends JsonFactory {

		private static final long serialVersionUID = 1L;

		static final Queue<Read> read = new ConcurrentLinkedQueue<>();

		@Override
		public JsonParser createParser(ObjectReadContext context, byte[] data, int offset, int length) {
			read.add(new Read(Thread.currentThread().getName(), length));
			return super.createParser(context, data, offset, length);
		}

		@Override
		public JsonParser createParser(ObjectReadContext context, byte[] data) {
			read.add(new Read(Thread.currentThread().getName(), data.length));
			return super.createParser(context, data);
		}

	}

	/**
	 * A use of a parser.
	 *
	 * @param thread the name of the thread
	 * @param length the number of bytes
	 */
	record Read(String thread, int length) {
	}

	@WsEndpoint(path = "/api", protocol = MessageProtocol.JSON_RPC)
	static class Api {

		final BlockingQueue<JsonRpcSession> sessions = new LinkedBlockingQueue<>();

		final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

		@OnOpen
		void onOpen(JsonRpcSession session) {
			this.sessions.add(session);
		}

		@OnMessage("ask")
		String ask(JsonRpcSession session) {
			try {
				return "hello " + session.call("name", null, String.class).toCompletableFuture().join();
			}
			catch (CompletionException ex) {
				this.failures.add(ex.getCause());
				throw ex;
			}
		}

		@OnMessage("quick")
		void quick() {
		}

	}

	@WsEndpoint(path = "/greeter", protocol = MessageProtocol.JSON_RPC)
	static class Greeter {

		@OnOpen
		void onOpen(JsonRpcSession session) {
			String name = session.call("name", null, String.class).toCompletableFuture().join();
			session.notify("greet", List.of(name));
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
