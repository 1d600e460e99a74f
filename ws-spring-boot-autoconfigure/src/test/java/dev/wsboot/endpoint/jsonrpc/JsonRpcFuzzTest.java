/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts for an endpoint that speaks JSON-RPC: each gets the answers that the
 * specification demands of what a tree of Jackson sees in it, and none closes the
 * session.
 */
class JsonRpcFuzzTest {

	private static final int MAX_BATCH = 100;

	private static final int MAX_INVALID = 3;

	private static final int FAILED = 7;

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static EndpointTester.@Nullable Dialogue dialogue;

	static Stream<byte[]> texts() {
		return Stream.of("", " ", "1", "[]", "[1]", "[1,2,3]", "[1,2,3,4]", "[{},{},{},{}]", "{}", "\ufeff{}",
				"{\"jsonrpc\":\"2.0\"}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[{\"a\":[1,null,\"\\u00e9\"]}],\"id\":1}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"value\":1.5e3},\"id\":\"a\"}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":[42,23],\"id\":null}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":{\"b\":42,\"a\":\"x\"},\"id\":1.50e+3}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":7,\"id\":1}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"fail\",\"id\":2}", "{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"other\",\"id\":[1]}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"other\",\"id\":3}",
				"{\"jsonrpc\":\"2.0\",\"result\":1,\"error\":null,\"id\":7}",
				"{\"jsonrpc\":\"2.0\",\"result\":1,\"error\":{},\"id\":7}", "{\"jsonrpc\":\"1.0\",\"method\":\"echo\"}",
				"{\"jsonrpc\":\"2.0\",\"method\":\"fail\",\"params\":[0],\"id\":1}",
				"[{\"method\":\"a\",\"method\":\"b\"},7]",
				"[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[1],\"id\":1},{\"jsonrpc\":\"2.0\",\"method\":\"fail\"},7]",
				"{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[1],\"id\":1}}", "[".repeat(600))
			.map((text) -> text.getBytes(StandardCharsets.UTF_8));
	}

	@MethodSource("texts")
	@FuzzTest(maxDuration = "")
	void eachTextGetsItsAnswers(byte[] data) {
		// as the engine lets through no other
		String text = new String(data, StandardCharsets.UTF_8);
		JsonNode answer = answer(text);
		List<JsonNode> answers = (answer == null) ? List.of()
				: answer.isArray() ? answer.valueStream().toList() : List.of(answer);
		assertThat(answers).allSatisfy(JsonRpcFuzzTest::isAnswer);
		JsonNode tree = null;
		try {
			// Jackson would take some texts with NULs for UTF-16
			tree = (text.indexOf('\0') < 0) ? mapper.readTree(text.getBytes(StandardCharsets.UTF_8)) : null;
		}
		catch (StreamConstraintsException ex) {
			// a long number, which matters only where it is read; too deep is no JSON for
			// both
			return;
		}
		catch (JacksonException ex) {
			if (ex.getOriginalMessage().startsWith("Duplicate")) {
				// which matters only where it is read, too
				return;
			}
		}
		boolean batch = tree != null && tree.isArray() && !tree.isEmpty() && tree.size() <= MAX_BATCH
				&& tree.valueStream().filter(JsonRpcFuzzTest::isInvalid).count() <= MAX_INVALID;
		List<Expected> expected = expected(tree, batch);
		assertThat(answer != null && answer.isArray()).isEqualTo(batch && !expected.isEmpty());
		assertThat(answers).hasSameSizeAs(expected);
		for (int i = 0; i < expected.size(); i++) {
			expected.get(i).check(answers.get(i));
		}
	}

	private static @Nullable JsonNode answer(String text) {
		EndpointTester.Dialogue present = dialogue;
		if (present == null) {
			present = EndpointTester.of(Api.class).open("/api");
			dialogue = present;
		}
		present.session.done.clear();
		present.text(text);
		assertThat(present.session.done).hasSizeLessThanOrEqualTo(1)
			.allSatisfy((done) -> assertThat(done).startsWith("text:"));
		return present.session.done.isEmpty() ? null
				: mapper.readTree(present.session.done.get(0).substring("text:".length()));
	}

	private static void isAnswer(JsonNode answer) {
		assertThat(answer.path("jsonrpc").asString("")).isEqualTo("2.0");
		assertThat(answer.has("id")).isTrue();
		assertThat(answer.has("result")).isNotEqualTo(answer.has("error"));
		if (answer.has("error")) {
			assertThat(answer.get("error").get("code").isInt()).isTrue();
			assertThat(answer.get("error").get("message").isString()).isTrue();
		}
	}

	private static List<Expected> expected(@Nullable JsonNode tree, boolean batch) {
		if (tree == null || tree.isMissingNode()) {
			return List.of(new Expected(mapper.nullNode(), JsonRpcException.PARSE_ERROR, null));
		}
		List<Expected> expected = new ArrayList<>();
		for (JsonNode message : batch ? tree : List.of(tree)) {
			Expected answer = expected(message);
			if (answer != null) {
				expected.add(answer);
			}
		}
		return expected;
	}

	private static boolean isInvalid(JsonNode message) {
		Expected expected = expected(message);
		return expected != null && expected.error() != null && expected.error() == JsonRpcException.INVALID_REQUEST;
	}

	private static @Nullable Expected expected(JsonNode message) {
		JsonNode id = message.path("id");
		boolean legalId = id.isMissingNode() || id.isString() || id.isNumber() || id.isNull();
		JsonNode idOfAnswer = (legalId && !id.isMissingNode()) ? id : mapper.nullNode();
		Expected invalid = new Expected(idOfAnswer, JsonRpcException.INVALID_REQUEST, null);
		JsonNode version = message.path("jsonrpc");
		if (!legalId || !version.isString() || !version.asString().equals("2.0")) {
			return invalid;
		}
		JsonNode method = message.path("method");
		JsonNode params = message.path("params");
		if (method.isMissingNode()) {
			boolean error = message.has("error") && !(message.has("result") && message.get("error").isNull());
			return (!id.isMissingNode() && message.has("result") != error) ? null : invalid;
		}
		if (!method.isString() || !(params.isMissingNode() || params.isContainer())) {
			return invalid;
		}
		if (id.isMissingNode()) {
			return null;
		}
		return switch (method.asString()) {
			case "echo" -> echo(id, params);
			case "add" -> new Expected(id, null, null);
			case "fail" -> new Expected(id, params.isEmpty() ? FAILED : null, null);
			default -> new Expected(id, JsonRpcException.METHOD_NOT_FOUND, null);
		};
	}

	private static Expected echo(JsonNode id, JsonNode params) {
		boolean one = params.size() == 1 && (params.isArray() || params.has("value"));
		return one
				? new Expected(id, null, mapper.readTree(mapper.writeValueAsBytes(params.values().iterator().next())))
				: new Expected(id, null, null);
	}

	/**
	 * Returns the expected responses.
	 *
	 * @param id the answer's id
	 * @param error the error's code, or {@code null} if that is not known
	 * @param result the result, or {@code null} if that is not known
	 */
	private record Expected(JsonNode id, @Nullable Integer error, @Nullable JsonNode result) {

		void check(JsonNode answer) {
			assertThat(answer.get("id")).isEqualTo(this.id);
			if (this.error != null) {
				assertThat(answer.path("error").path("code").asInt()).isEqualTo(this.error);
			}
			if (this.result != null) {
				assertThat(answer.get("result")).isEqualTo(this.result);
			}
		}

	}

	@WsEndpoint(path = "/api", protocol = MessageProtocol.JSON_RPC)
	static class Api {

		@OnMessage("echo")
		JsonNode echo(JsonNode value) {
			return value;
		}

		@OnMessage("add")
		int add(int a, int b) {
			return a + b;
		}

		@OnMessage("fail")
		void fail() {
			throw new JsonRpcException(FAILED, "as asked");
		}

	}

}
