/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.test.WsTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that do not come from the called method: from interceptors, failed stages,
 * and arguments that do not fit.
 */
class JsonRpcResponsesOverSocketTest {

	private static final String INTERNAL_ERROR = "\"error\":{\"code\":-32603,\"message\":\"Internal error\"}";

	private static void call(WsTestClient client, String call, String answer) {
		client.send("{\"jsonrpc\":\"2.0\"," + call + ",\"id\":1}")
			.expectText("{\"jsonrpc\":\"2.0\"," + answer + ",\"id\":1}");
	}

	@Test
	void aStageThatThrowsKeepsNoPlace() {
		try (EndpointServer server = EndpointServer.of(OneAtOnce.class);
				WsTestClient client = server.connect("/one-at-once")) {
			call(client, "\"method\":\"fail\"", INTERNAL_ERROR);
			call(client, "\"method\":\"later\"", "\"result\":\"later\"");
		}
	}

	@WsEndpoint(path = "/one-at-once", protocol = MessageProtocol.JSON_RPC, maxConcurrency = 1)
	static class OneAtOnce {

		@OnMessage("fail")
		CompletionStage<String> fail() {
			return new Broken();
		}

		@OnMessage("later")
		CompletionStage<String> later() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

	}

	static class Broken extends CompletableFuture<String> {

		@Override
		public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
			throw new IllegalStateException("broken");
		}

	}

	@Test
	void resultOfAnInterceptorIsTheResponseForAnyReturnType() {
		try (EndpointServer server = EndpointServer.of(Limited.class, Limit.class);
				WsTestClient client = server.connect("/limited")) {
			for (String method : List.of("mono", "stage", "list", "number", "nothing")) {
				call(client, "\"method\":\"" + method + "\"", "\"result\":{\"limited\":\"" + method + "\"}");
			}
			call(client, "\"method\":\"flux\"", INTERNAL_ERROR);
		}
	}

	@Component
	static class Limit implements WsMessageInterceptor {

		@Override
		public Object intercept(WsInvocation invocation) {
			String method = invocation.method().getName();
			return method.equals("flux") ? Flux.just("a") : Map.of("limited", method);
		}

	}

	@WsEndpoint(path = "/limited", protocol = MessageProtocol.JSON_RPC)
	static class Limited {

		@OnMessage("mono")
		Mono<Integer> mono() {
			return Mono.empty();
		}

		@OnMessage("stage")
		CompletionStage<List<String>> stage() {
			return CompletableFuture.completedFuture(List.of());
		}

		@OnMessage("list")
		List<String> list() {
			return List.of();
		}

		@OnMessage("number")
		int number() {
			return 0;
		}

		@OnMessage("nothing")
		void nothing() {
		}

		@OnMessage("flux")
		String flux() {
			return "";
		}

	}

	@Test
	void theDataOfInvalidParamsIsAListOfPathsAndMessages() {
		String unreadable = "The value cannot be read";
		String negative = "must be greater than 0";
		try (EndpointServer server = EndpointServer.of(Paths.class, LocalValidatorFactoryBean.class);
				WsTestClient client = server.connect("/paths")) {
			invalid(client, "\"two\",\"params\":{\"numbers\":[1,\"x\"],\"point\":{\"x\":1}}",
					violation("numbers[1]", unreadable));
			invalid(client, "\"two\",\"params\":[\"x\",{\"x\":1}]", violation("numbers", unreadable));
			invalid(client, "\"two\",\"params\":{\"numbers\":[1],\"point\":{\"x\":\"a\"}}",
					violation("point.x", unreadable));
			invalid(client, "\"two\",\"params\":{\"numbers\":[1],\"point\":{\"x\":-1}}",
					violation("point.x", negative));
			invalid(client, "\"many\",\"params\":{\"points\":[{\"x\":-1},{\"x\":1},{\"x\":-2}]}",
					violation("points[0].x", negative) + "," + violation("points[2].x", negative));
			invalid(client, "\"whole\",\"params\":{\"x\":\"a\"}", violation("x", unreadable));
			invalid(client, "\"whole\",\"params\":{\"x\":-1}", violation("x", negative));
			invalid(client, "\"whole\",\"params\":[1,2]",
					violation("", "There are more arguments than parameters (1)"));
		}
	}

	@Test
	void theDataOfInvalidParamsNamesAllArgumentsThatAreInvalid() {
		try (EndpointServer server = EndpointServer.of(Paths.class, LocalValidatorFactoryBean.class);
				WsTestClient client = server.connect("/paths")) {
			invalid(client, "\"two\",\"params\":{\"numbers\":[1,\"x\"],\"point\":{\"x\":-1}}",
					violation("numbers[1]", "The value cannot be read") + ","
							+ violation("point.x", "must be greater than 0"));
			invalid(client, "\"two\",\"params\":{}", violation("numbers", "The argument is missing") + ","
					+ violation("point", "The argument is missing"));
		}
	}

	@Test
	void theDataOfInvalidParamsIsLimited() {
		String points = "{\"x\":-1},".repeat(5000) + "{\"x\":-1}";
		try (EndpointServer server = EndpointServer.of(Paths.class, LocalValidatorFactoryBean.class);
				WsTestClient client = server.connect("/paths")) {
			client.send("{\"jsonrpc\":\"2.0\",\"method\":\"many\",\"params\":[[" + points + "]],\"id\":1}");
			assertThat(client.expectText()).containsOnlyOnce("points[99].x").doesNotContain("points[100].x");
		}
	}

	private static String violation(String path, String message) {
		return "{\"path\":\"" + path + "\",\"message\":\"" + message + "\"}";
	}

	private static void invalid(WsTestClient client, String call, String violations) {
		call(client, "\"method\":" + call,
				"\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":[" + violations + "]}");
	}

	record Point(@Positive int x) {
	}

	@WsEndpoint(path = "/paths", protocol = MessageProtocol.JSON_RPC)
	static class Paths {

		@OnMessage("two")
		void two(List<Integer> numbers, @Valid Point point) {
		}

		@OnMessage("many")
		void many(@Valid List<Point> points) {
		}

		@OnMessage("whole")
		void whole(@Valid Point point) {
		}

	}

}
