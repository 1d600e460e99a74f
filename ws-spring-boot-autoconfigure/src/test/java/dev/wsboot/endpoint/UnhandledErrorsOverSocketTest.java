/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsSession;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Errors that no method handles are counted for their endpoint, those of the application
 * apart from the mistakes of clients; what a method handles is neither.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnhandledErrorsOverSocketTest {

	private static void assertCounts(EndpointServer server, String path, int failures, int unreadable, int invalid,
			int unknown, int unexpected) {
		WsEndpoints endpoints = server.bean(WsEndpoints.class);
		await("errors of " + path).untilAsserted(() -> {
			assertThat(endpoints.handlerErrors(path)).as("errors of handlers").isEqualTo(failures);
			assertThat(endpoints.clientErrors(path, ClientError.UNREADABLE)).as("unreadable").isEqualTo(unreadable);
			assertThat(endpoints.clientErrors(path, ClientError.INVALID)).as("invalid").isEqualTo(invalid);
			assertThat(endpoints.clientErrors(path, ClientError.UNKNOWN)).as("unknown").isEqualTo(unknown);
			assertThat(endpoints.clientErrors(path, ClientError.UNEXPECTED)).as("unexpected").isEqualTo(unexpected);
		});
	}

	@Test
	void whatNoMethodHandlesIsCounted(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Plain.class, ValidationAutoConfiguration.class)) {
			try (WsTestClient client = server.connect("/plain")) {
				client.send("{\"type\":\"fail\"}").expectClose(1011);
			}
			try (WsTestClient client = server.connect("/plain")) {
				client.send("{\"type\":\"later\"}").expectClose(1011);
			}
			assertCounts(server, "/plain", 2, 0, 0, 0, 0);
			assertThat(output)
				.containsPattern("Plain\\.fail\\(\\) failed in session [^ ]{8} of '/plain', the session is closed")
				.containsPattern("Plain\\.later\\(\\) failed in session [^ ]{8} of '/plain'");
		}
	}

	@Test
	void theCloseCallbackIsCountedToo() {
		try (EndpointServer server = EndpointServer.of(BadEnd.class)) {
			server.connect("/bad-end").close();
			assertCounts(server, "/bad-end", 1, 0, 0, 0, 0);
		}
	}

	@Test
	void sessionsThatGoOnAreCountedToo(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.with("ws.error.policy=keep-open", Plain.class,
				ValidationAutoConfiguration.class); WsTestClient client = server.connect("/plain")) {
			client.send("{\"type\":\"fail\"}")
				.send("{\"type\":\"unknown\"}")
				.send("{\"type\":\"ok\"}")
				.expectText("ok");
			assertCounts(server, "/plain", 1, 0, 0, 1, 0);
			assertThat(output).contains("the session continues");
		}
	}

	@Test
	void mistakesOfClientsAreCountedApart() {
		try (EndpointServer server = EndpointServer.of(Plain.class, ValidationAutoConfiguration.class)) {
			refuse(server, "no JSON", 1007);
			refuse(server, "{\"type\":\"named\",\"name\":[]}", 1007);
			refuse(server, "{\"type\":\"named\",\"name\":\"\"}", 1007);
			refuse(server, "{\"type\":\"unknown\"}", 1003);
			try (WsTestClient client = server.connect("/plain")) {
				client.sendBinary(new byte[] { 1 }).expectClose(1003);
			}
			assertCounts(server, "/plain", 0, 2, 1, 1, 1);
		}
	}

	private static void refuse(EndpointServer server, String message, int code) {
		try (WsTestClient client = server.connect("/plain")) {
			client.send(message).expectClose(code);
		}
	}

	@Test
	void handledErrorsAreNotCounted() {
		try (EndpointServer server = EndpointServer.of(Handled.class);
				WsTestClient client = server.connect("/handled")) {
			client.send("{\"type\":\"fail\"}").expectText("handled IllegalStateException");
			client.send("no JSON").expectText("handled InvalidMessageException");
			client.send("{\"type\":\"unknown\"}").expectText("handled UnknownMessageTypeException");
			assertCounts(server, "/handled", 0, 0, 0, 0, 0);
		}
	}

	@Test
	void whatAMethodForErrorsThrowsIsCountedOnce(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(WorseHandled.class);
				WsTestClient client = server.connect("/worse")) {
			client.send("x").expectClose(1011);
			assertCounts(server, "/worse", 1, 0, 0, 0, 0);
			assertThat(output).contains("WorseHandled.onError(RuntimeException) failed in session ");
		}
	}

	@Test
	void internalErrorsOfJsonRpcAreCounted(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(Rpc.class); WsTestClient client = server.connect("/rpc")) {
			call(client, "\"method\":\"fail\",\"id\":1", -32603);
			call(client, "\"method\":\"later\",\"id\":2", -32603);
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}");
			call(client, "\"method\":\"refuse\",\"id\":3", 7);
			call(client, "\"method\":\"handled\",\"id\":4", 8);
			assertCounts(server, "/rpc", 3, 0, 0, 0, 0);
			assertThat(output)
				.containsPattern("Rpc\\.fail\\(\\) failed in session [^ ]{8} of '/rpc', the answer is -32603")
				.containsPattern("Rpc\\.fail\\(\\) failed in session [^ ]{8} of '/rpc', called by a notification");
		}
	}

	@Test
	void mistakesInJsonRpcAreCountedApart() {
		try (EndpointServer server = EndpointServer.of(Rpc.class); WsTestClient client = server.connect("/rpc")) {
			answers(client.send("[1,"), -32700);
			call(client, "\"method\":\"add\",\"params\":[\"x\"],\"id\":2", -32602);
			call(client, "\"id\":3", -32600);
			answers(client.send("[]"), -32600);
			call(client, "\"method\":\"unknown\",\"id\":4", -32601);
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"unknown\"}");
			call(client, "\"method\":\"add\",\"params\":[1],\"id\":5", null);
			assertCounts(server, "/rpc", 0, 2, 2, 2, 0);
		}
	}

	@Test
	void callsThatTheClientDoesNotAnswerAreItsOwnMistakes(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.with("ws.json-rpc.max-pending-calls=1", AsksBack.class)) {
			WsEndpoints endpoints = server.bean(WsEndpoints.class);
			try (WsTestClient client = server.connect("/asks-back")) {
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"join\",\"id\":1}");
				assertThat(client.expectText()).contains("\"method\":\"name\"");
				answers(client, -32603);
			}
			try (WsTestClient client = server.connect("/asks-back")) {
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"stages\",\"id\":2}");
				assertThat(client.expectText()).contains("\"method\":\"name\"");
				answers(client, -32603);
			}
			await("calls without an answer").untilAsserted(
					() -> assertThat(endpoints.clientErrors("/asks-back", ClientError.UNANSWERED)).isEqualTo(2));
			assertThat(endpoints.handlerErrors("/asks-back")).isZero();
			assertThat(output).doesNotContain("the answer is -32603");
		}
	}

	@Test
	void messagesThatCannotBeWrittenAreNotErrorsOfTheMethod(CapturedOutput output) {
		try (EndpointServer server = EndpointServer.of(SendsLate.class)) {
			WsEndpoints endpoints = server.bean(WsEndpoints.class);
			for (String kind : List.of("join", "stage")) {
				try (WsTestClient client = server.connect("/sends-late")) {
					client.send("{\"type\":\"" + kind + "\"}").expectClose(1000);
				}
			}
			await("messages that were not written").untilAsserted(
					() -> assertThat(endpoints.clientErrors("/sends-late", ClientError.UNDELIVERED)).isEqualTo(2));
			assertThat(endpoints.handlerErrors("/sends-late")).isZero();
			assertThat(output).doesNotContain("SendsLate");
		}
	}

	private static void call(WsTestClient client, String request, Integer code) {
		answers(client.send("{\"jsonrpc\":\"2.0\"," + request + "}"), code);
	}

	private static void answers(WsTestClient client, Integer code) {
		assertThat(client.expectText()).contains((code != null) ? "\"error\":{\"code\":" + code : "\"result\":");
	}

	record Named(@NotBlank String name) {
	}

	@WsEndpoint("/sends-late")
	static class SendsLate {

		@OnMessage("join")
		void join(WsSession session) {
			session.close();
			session.sendText("late").toCompletableFuture().join();
		}

		@OnMessage("stage")
		CompletionStage<Void> stage(WsSession session) {
			session.close();
			return session.sendText("late");
		}

	}

	@WsEndpoint("/plain")
	static class Plain {

		@OnMessage("ok")
		String ok() {
			return "ok";
		}

		@OnMessage("fail")
		void fail() {
			throw new IllegalStateException("on purpose");
		}

		@OnMessage("later")
		CompletionStage<String> later() {
			return CompletableFuture.failedStage(new IllegalStateException("on purpose"));
		}

		@OnMessage("named")
		String named(@Valid Named named) {
			return named.name();
		}

	}

	@WsEndpoint(path = "/asks-back", protocol = MessageProtocol.JSON_RPC)
	static class AsksBack {

		@OnMessage("join")
		String join(JsonRpcSession client) {
			return client.call("name", null, String.class, Duration.ofMillis(1)).toCompletableFuture().join();
		}

		@OnMessage("stages")
		CompletionStage<String> stages(JsonRpcSession client) {
			client.call("name", null, String.class);
			return client.call("name", null, String.class);
		}

	}

	@WsEndpoint("/bad-end")
	static class BadEnd {

		@OnClose
		void onClose() {
			throw new IllegalStateException("on purpose");
		}

		@OnMessage
		void onMessage(String message) {
		}

	}

	@WsEndpoint("/handled")
	static class Handled {

		@OnMessage("fail")
		void fail() {
			throw new IllegalStateException("on purpose");
		}

		@OnError
		String onError(RuntimeException error) {
			return "handled " + error.getClass().getSimpleName();
		}

	}

	@WsEndpoint("/worse")
	static class WorseHandled {

		@OnMessage
		void onMessage(String message) {
			throw new IllegalStateException("on purpose");
		}

		@OnError
		void onError(RuntimeException error) {
			throw new IllegalArgumentException("on purpose, too");
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("add")
		int add(int number) {
			return number + 1;
		}

		@OnMessage("fail")
		void fail() {
			throw new IllegalStateException("on purpose");
		}

		@OnMessage("later")
		CompletionStage<String> later() {
			return CompletableFuture.failedStage(new IllegalStateException("on purpose"));
		}

		@OnMessage("refuse")
		void refuse() {
			throw new JsonRpcException(7, "refused");
		}

		@OnMessage("handled")
		void handled() {
			throw new ArithmeticException("on purpose");
		}

		@OnError
		JsonRpcException onError(ArithmeticException error) {
			return new JsonRpcException(8, "handled");
		}

	}

}
