/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of clients, by the examples of the specification and beyond.
 */
@Timeout(300)
class JsonRpcOverSocketTest {

	private EndpointServer server;

	private WsTestClient client;

	@BeforeEach
	void start() {
		this.server = EndpointServer.with("ws.json-rpc.max-batch=5", Api.class, SideBySide.class);
		this.client = this.server.connect("/api");
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@Test
	void paramsByPositionAndByName() {
		call("\"method\":\"subtract\",\"params\":[42,23],\"id\":1", "\"result\":19,\"id\":1");
		call("\"method\":\"subtract\",\"params\":[23,42],\"id\":2", "\"result\":-19,\"id\":2");
		call("\"method\":\"subtract\",\"params\":{\"subtrahend\":23,\"minuend\":42},\"id\":3",
				"\"result\":19,\"id\":3");
		call("\"method\":\"point\",\"params\":{\"x\":1,\"y\":2},\"id\":4", "\"result\":{\"x\":2,\"y\":1},\"id\":4");
		call("\"method\":\"greet\",\"params\":{\"name\":\"ann\"},\"id\":5", "\"result\":\"hello ann\",\"id\":5");
		call("\"method\":\"nothing\",\"id\":6", "\"result\":null,\"id\":6");
		call("\"method\":\"maybe\",\"id\":7", "\"result\":null,\"id\":7");
		call("\"method\":\"maybe\",\"params\":{\"a\":\"x\"},\"id\":8", "\"result\":\"xOptional.empty\",\"id\":8");
		call("\"method\":\"maybe\",\"params\":[\"x\",3],\"id\":9", "\"result\":\"xOptional[3]\",\"id\":9");
	}

	@Test
	void idsComeBackAsTheyWere() {
		for (String id : List.of("\"a\\u00e9\\\"😀\"", "\"\"", "0", "-1", "1.50e+3", "9".repeat(300), "null")) {
			call("\"method\":\"nothing\",\"id\": " + id + " ", "\"result\":null,\"id\":" + id);
		}
	}

	@Test
	void notificationsAreNeverAnswered() throws InterruptedException {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":[\"one\"]}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":[1,2,3]}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"unknown\"}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}");
		call("\"method\":\"nothing\",\"id\":1", "\"result\":null,\"id\":1");
		assertThat(this.server.bean(Api.class).notes.poll(60, TimeUnit.SECONDS)).isEqualTo("one");
		this.client.expectNothingMore();
	}

	@Test
	void brokenJsonIsAParseError() {
		for (String broken : List.of("{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]", "",
				"[1,", "[".repeat(2000) + "]".repeat(2000))) {
			this.client.send(broken)
				.expectText(
						"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}");
		}
		call("\"method\":\"nothing\",\"id\":1", "\"result\":null,\"id\":1");
	}

	@Test
	void messageThatIsNotARequestIsInvalid() {
		String invalid = "\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}";
		call("\"method\":1,\"params\":\"bar\"", invalid + ",\"id\":null");
		call("\"method\":\"nothing\",\"params\":\"bar\",\"id\":1", invalid + ",\"id\":1");
		call("\"id\":1", invalid + ",\"id\":1");
		call("\"method\":\"nothing\",\"id\":{}", invalid + ",\"id\":null");
		call("\"method\":\"nothing\",\"id\":true", invalid + ",\"id\":null");
		for (String none : List.of("1", "\"x\"", "null", "{}", "{\"method\":\"nothing\"}")) {
			this.client.send(none).expectText("{\"jsonrpc\":\"2.0\"," + invalid + ",\"id\":null}");
		}
		this.client.send("{\"jsonrpc\":\"1.0\",\"method\":\"nothing\",\"id\":3}")
			.expectText("{\"jsonrpc\":\"2.0\"," + invalid + ",\"id\":3}");
	}

	@Test
	void errorsHaveTheStandardCodes() {
		call("\"method\":\"foobar\",\"id\":\"1\"",
				"\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":\"1\"");
		call("\"method\":\"subtract\",\"params\":[1],\"id\":2",
				"\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":[{\"path\":\"subtrahend\",\"message\":\"The argument is missing\"}]},\"id\":2");
		call("\"method\":\"subtract\",\"params\":[1,2,3],\"id\":3",
				"\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":[{\"path\":\"\","
						+ "\"message\":\"There are more arguments than parameters (2)\"}]},\"id\":3");
		call("\"method\":\"subtract\",\"params\":[1,null],\"id\":4",
				"\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":[{\"path\":\"subtrahend\",\"message\":\"The argument is missing\"}]},\"id\":4");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[\"x\",1],\"id\":5}");
		assertThat(this.client.expectText()).contains("-32602", "\"data\":[{\"path\":\"minuend\"")
			.doesNotContain("java", "Integer");
		call("\"method\":\"fail\",\"id\":6", "\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":6");
		call("\"method\":\"error\",\"id\":7", "\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":7");
	}

	@Test
	void exceptionsMayBeTheAnswer() {
		call("\"method\":\"refuse\",\"id\":1",
				"\"error\":{\"code\":7,\"message\":\"no \\\"way\\\"\",\"data\":{\"retry\":true}},\"id\":1");
		call("\"method\":\"handled\",\"params\":[\"returned\"],\"id\":2",
				"\"error\":{\"code\":8,\"message\":\"returned\"},\"id\":2");
		call("\"method\":\"handled\",\"params\":[\"thrown\"],\"id\":3",
				"\"error\":{\"code\":9,\"message\":\"thrown\"},\"id\":3");
		call("\"method\":\"handled\",\"params\":[\"data\"],\"id\":4",
				"\"error\":{\"code\":-32603,\"message\":\"Internal error\",\"data\":{\"why\":\"data\"}},\"id\":4");
		call("\"method\":\"unwritable\",\"id\":5",
				"\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":5");
	}

	@Test
	void batchesAreAnsweredTogether() {
		this.client.send("""
				[{"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":"1"},
				 {"jsonrpc":"2.0","method":"note","params":["n"]},
				 {"foo":"boo"},
				 {"jsonrpc":"2.0","method":"foo","id":"5"},
				 1]""")
			.expectText("[{\"jsonrpc\":\"2.0\",\"result\":19,\"id\":\"1\"},"
					+ "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"},\"id\":null},"
					+ "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":\"5\"},"
					+ "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"},\"id\":null}]");
	}

	@Test
	void emptyAndTooLargeBatchesAreInvalid() {
		this.client.send("[]")
			.expectText(
					"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"},\"id\":null}");
		this.client.send("[1,2,3,4,5,6]")
			.expectText("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,"
					+ "\"message\":\"Invalid Request: a batch of more than 5\"},\"id\":null}");
	}

	@Test
	void aBatchOfMessagesThatAreInvalidGetsOneError() {
		String invalid = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"},\"id\":null}";
		this.client.send("[1,1,1]").expectText("[" + invalid + "," + invalid + "," + invalid + "]");
		String error = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request: "
				+ "more than 3 messages of a batch are invalid\"},\"id\":null}";
		this.client.send("[1,1,1,1]").expectText(error);
		this.client.send("[{},{},{},{},{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[3,2],\"id\":1}]")
			.expectText(error);
		this.client.send("[[1],[1],[1],[1],[1],[1]]")
			.expectText("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,"
					+ "\"message\":\"Invalid Request: a batch of more than 5\"},\"id\":null}");
		this.client.expectNothingMore();
	}

	@Test
	void batchesOfNotificationsHaveNoResponse() {
		this.client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":[\"n\"]},"
				+ "{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}]");
		call("\"method\":\"nothing\",\"id\":1", "\"result\":null,\"id\":1");
		this.client.expectNothingMore();
	}

	@Test
	void stagesAreAnsweredAsTheyComplete() throws InterruptedException {
		Api api = this.server.bean(Api.class);
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":2}");
		call("\"method\":\"nothing\",\"id\":3", "\"result\":null,\"id\":3");
		CompletableFuture<String> first = api.later.poll(60, TimeUnit.SECONDS);
		CompletableFuture<String> second = api.later.poll(60, TimeUnit.SECONDS);
		second.complete("second");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"second\",\"id\":2}");
		first.completeExceptionally(new JsonRpcException(5, "late"));
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":5,\"message\":\"late\"},\"id\":1}");
	}

	@Test
	void monosAreAnswered() {
		call("\"method\":\"mono\",\"params\":[\"x\"],\"id\":1", "\"result\":\"x\",\"id\":1");
		call("\"method\":\"mono\",\"params\":[null],\"id\":2", "\"result\":null,\"id\":2");
	}

	@Test
	void batchesWaitForTheirStages() throws InterruptedException {
		this.client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1},"
				+ "{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":2}]");
		CompletableFuture<String> later = this.server.bean(Api.class).later.poll(60, TimeUnit.SECONDS);
		call("\"method\":\"nothing\",\"id\":3", "\"result\":null,\"id\":3");
		later.complete("done");
		this.client.expectText("[{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":2},"
				+ "{\"jsonrpc\":\"2.0\",\"result\":\"done\",\"id\":1}]");
	}

	@Test
	void numberOfIncompleteStagesIsLimited() throws InterruptedException {
		Api api = this.server.bean(Api.class);
		for (int i = 0; i < 6; i++) {
			this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":" + i + "}");
		}
		List<CompletableFuture<String>> running = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			running.add(api.later.poll(60, TimeUnit.SECONDS));
		}
		assertThat(api.later).isEmpty();
		running.get(0).complete("0");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"0\",\"id\":0}");
		running.set(0, api.later.poll(60, TimeUnit.SECONDS));
		assertThat(running.get(0)).isNotNull();
		assertThat(api.later).isEmpty();
		// or else the close would wait for them
		running.forEach((stage) -> stage.complete("done"));
		for (int i = 0; i < 2; i++) {
			CompletableFuture<String> last = api.later.poll(60, TimeUnit.SECONDS);
			assertThat(last).isNotNull();
			last.complete("done");
		}
	}

	@Test
	void sideBySideTheFirstMayBeLast() throws InterruptedException {
		try (WsTestClient other = this.server.connect("/side-by-side")) {
			other.send("{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":1}");
			other.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":2}");
			other.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"quick\",\"id\":2}");
			this.server.bean(SideBySide.class).letGo.complete("waited");
			other.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"waited\",\"id\":1}");
		}
	}

	@Test
	void binaryMessageIsRejected() {
		this.client.sendBinary((byte) 1).expectClose(1003);
	}

	private void call(String request, String answer) {
		this.client.send("{\"jsonrpc\":\"2.0\"," + request + "}").expectText("{\"jsonrpc\":\"2.0\"," + answer + "}");
	}

	@WsEndpoint(path = "/api", protocol = MessageProtocol.JSON_RPC, maxConcurrency = 3)
	static class Api {

		final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

		final BlockingQueue<CompletableFuture<String>> later = new LinkedBlockingQueue<>();

		@OnMessage("subtract")
		int subtract(int minuend, int subtrahend) {
			return minuend - subtrahend;
		}

		@OnMessage("point")
		Point point(Point point) {
			return new Point(point.y(), point.x());
		}

		@OnMessage("greet")
		String greet(String name) {
			return "hello " + name;
		}

		@OnMessage("note")
		void note(String text) {
			this.notes.add(text);
		}

		@OnMessage("nothing")
		void nothing() {
		}

		@OnMessage("maybe")
		@Nullable String maybe(@Nullable String a, Optional<Integer> b) {
			return (a != null) ? a + b : null;
		}

		@OnMessage("fail")
		void fail() {
			throw new IllegalStateException("secret");
		}

		@OnMessage("error")
		void error() {
			throw new StackOverflowError();
		}

		@OnMessage("refuse")
		void refuse() {
			throw new JsonRpcException(7, "no \"way\"", Map.of("retry", true));
		}

		@OnMessage("handled")
		void handled(String how) {
			throw new IllegalArgumentException(how);
		}

		@OnMessage("unwritable")
		Object unwritable() {
			return new Object() {

				@SuppressWarnings("unused")
				public String getText() {
					throw new IllegalStateException();
				}

			};
		}

		@OnMessage("later")
		CompletionStage<String> later() {
			CompletableFuture<String> future = new CompletableFuture<>();
			this.later.add(future);
			return future;
		}

		@OnMessage("mono")
		Mono<String> mono(@Nullable String text) {
			return Mono.justOrEmpty(text);
		}

		@OnError
		Object onError(IllegalArgumentException error) {
			String text = String.valueOf(error.getMessage());
			return switch (text) {
				case "returned" -> new JsonRpcException(8, text);
				case "thrown" -> throw new JsonRpcException(9, text);
				default -> Map.of("why", text);
			};
		}

		record Point(int x, int y) {
		}

	}

	@WsEndpoint(path = "/side-by-side", protocol = MessageProtocol.JSON_RPC, ordering = Ordering.CONCURRENT)
	static class SideBySide {

		final CompletableFuture<String> letGo = new CompletableFuture<>();

		@OnMessage("wait")
		String waits() {
			return this.letGo.join();
		}

		@OnMessage("quick")
		String quick() {
			return "quick";
		}

	}

}
