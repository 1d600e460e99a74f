/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Wrong answers of clients to calls are errors of these clients, in whatever way the
 * method waits for them.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class WrongAnswersOverSocketTest {

	private static final List<String> WAYS = List.of("join", "get", "nested", "block", "stage", "dependent", "mono");

	private static final String INTERNAL_ERROR = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":\"q\"}";

	private static void call(WsTestClient client, String way, String answer) {
		client.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + way + "\",\"id\":\"q\"}");
		String call = client.expectText();
		String id = call.substring(call.lastIndexOf(':') + 1, call.length() - 1);
		client.send("{\"jsonrpc\":\"2.0\"," + answer + ",\"id\":" + id + "}");
	}

	private static void expectClientErrors(EndpointServer server, String path, ClientError kind, int count) {
		WsEndpoints endpoints = server.bean(WsEndpoints.class);
		await("errors of the client at " + path).atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(endpoints.clientErrors(path, kind)).isEqualTo(count));
		assertThat(endpoints.handlerErrors(path)).as("errors of the application at " + path).isZero();
	}

	private static void expectNoErrorInLog(CapturedOutput output) {
		assertThat(output).doesNotContain("ERROR").doesNotContain("Exception").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"secret\"", "{\"secret\":1}", "[]", "99999999999999", "1.0e999" })
	void resultsOfAnotherTypeAreInvalid(String result, CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Asking.class); WsTestClient client = server.connect("/asking")) {
			for (String way : WAYS) {
				call(client, way, "\"result\":" + result);
				client.expectText(INTERNAL_ERROR);
			}
			expectClientErrors(server, "/asking", ClientError.INVALID, WAYS.size());
			call(client, "join", "\"result\":3");
			client.expectText("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":\"q\"}");
			expectNoErrorInLog(output);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"code\":-5,\"message\":\"secret\"}", "\"secret\"", "null", "{\"code\":{},\"data\":[]}" })
	void errorsOfTheClientAreNoErrorsOfTheMethod(String error, CapturedOutput output) {
		List<String> waiting = List.of("join", "get", "nested", "block");
		try (EndpointServer server = EndpointServer.of(Asking.class); WsTestClient client = server.connect("/asking")) {
			for (String way : waiting) {
				call(client, way, "\"error\":" + error);
				assertThat(client.expectText()).contains("\"error\":").endsWith(",\"id\":\"q\"}");
			}
			assertThat(server.bean(WsEndpoints.class).handlerErrors("/asking")).isZero();
			expectNoErrorInLog(output);
		}
	}

	@Test
	void endOfTheSessionIsNotAnErrorOfTheMethod(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Asking.class)) {
			// the end may cancel a stage that a method returns, before the call fails
			for (String way : List.of("nested", "stage", "dependent")) {
				leave(server, way);
			}
			assertThat(server.bean(WsEndpoints.class).handlerErrors("/asking")).isZero();
		}
		try (EndpointServer server = EndpointServer.of(Asking.class)) {
			for (String way : List.of("join", "get", "block")) {
				leave(server, way);
			}
			expectClientErrors(server, "/asking", ClientError.UNANSWERED, 3);
		}
		expectNoErrorInLog(output);
	}

	private static void leave(EndpointServer server, String way) {
		try (WsTestClient client = server.connect("/asking")) {
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + way + "\",\"id\":\"q\"}");
			client.expectText();
			client.raw().reset();
		}
	}

	@Test
	void timeoutIsNotAnErrorOfTheMethod(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.with("ws.json-rpc.call-timeout=1ms", Asking.class);
				WsTestClient client = server.connect("/asking")) {
			for (String way : WAYS) {
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + way + "\",\"id\":\"q\"}");
				client.expectText();
				client.expectText(INTERNAL_ERROR);
			}
			expectClientErrors(server, "/asking", ClientError.UNANSWERED, WAYS.size());
			expectNoErrorInLog(output);
		}
	}

	@Test
	void wrongResponseToTheOpenMethodIsNotAnErrorOfTheApplication(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Greeting.class)) {
			try (WsTestClient client = server.connect("/greeting")) {
				client.expectText();
				client.send("{\"jsonrpc\":\"2.0\",\"result\":\"secret\",\"id\":1}").expectClose(1011);
			}
			try (WsTestClient client = server.connect("/greeting")) {
				client.expectText();
				client.send("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"secret\"},\"id\":1}")
					.expectClose(1011);
			}
			expectClientErrors(server, "/greeting", ClientError.INVALID, 1);
			expectClientErrors(server, "/greeting", ClientError.UNANSWERED, 1);
			expectNoErrorInLog(output);
		}
	}

	@Test
	void aStageThatFailsWithAnInvalidMessageIsAnErrorOfTheClient(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Nesting.class)) {
			try (WsTestClient client = server.connect("/nesting")) {
				client.send("{\"type\":\"nested\"}").expectClose(1007);
			}
			try (WsTestClient client = server.connect("/nesting")) {
				client.send("{\"type\":\"stage\"}").expectClose(1007);
			}
			expectClientErrors(server, "/nesting", ClientError.UNREADABLE, 2);
			expectNoErrorInLog(output);
		}
	}

	@WsEndpoint(path = "/asking", protocol = MessageProtocol.JSON_RPC)
	static class Asking {

		private static CompletableFuture<Integer> count(JsonRpcSession client) {
			return client.call("count", null, Integer.class).toCompletableFuture();
		}

		@OnMessage("join")
		Integer join(JsonRpcSession client) {
			return count(client).join();
		}

		@OnMessage("get")
		Integer get(JsonRpcSession client) throws Exception {
			return count(client).get();
		}

		@OnMessage("nested")
		CompletionStage<Integer> nested(JsonRpcSession client) {
			return CompletableFuture.supplyAsync(() -> {
				try {
					return count(client).thenApply((count) -> count).get();
				}
				catch (ExecutionException ex) {
					throw new CompletionException(ex);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}, (task) -> new Thread(task).start());
		}

		@OnMessage("block")
		Integer block(JsonRpcSession client) {
			return Mono.fromFuture(count(client)).block();
		}

		@OnMessage("stage")
		CompletionStage<Integer> stage(JsonRpcSession client) {
			return count(client);
		}

		@OnMessage("dependent")
		CompletionStage<Integer> dependent(JsonRpcSession client) {
			return count(client).thenApply((count) -> count).thenCompose(CompletableFuture::completedFuture);
		}

		@OnMessage("mono")
		Mono<Integer> mono(JsonRpcSession client) {
			return Mono.fromFuture(count(client));
		}

	}

	@WsEndpoint(path = "/greeting", protocol = MessageProtocol.JSON_RPC)
	static class Greeting {

		@OnOpen
		void onOpen(JsonRpcSession client) {
			client.call("count", null, Integer.class).toCompletableFuture().join();
		}

		@OnMessage("nothing")
		void nothing() {
		}

	}

	@WsEndpoint("/nesting")
	static class Nesting {

		private static CompletableFuture<String> invalid() {
			return CompletableFuture.failedFuture(new InvalidMessageException("Wrong", null));
		}

		@OnMessage("nested")
		String nested() {
			return invalid().thenApply((text) -> text).join();
		}

		@OnMessage("stage")
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> {
				try {
					return invalid().get();
				}
				catch (Exception ex) {
					throw new CompletionException(ex);
				}
			});
		}

	}

}
