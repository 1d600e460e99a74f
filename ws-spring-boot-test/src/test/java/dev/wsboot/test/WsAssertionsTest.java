/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import dev.wsboot.engine.Headers;

import static dev.wsboot.test.WsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WsAssertionsTest {

	@Test
	void whatIsReceivedCanBeAssertedFurther() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 2, 'h', 'i', 0x82, 1, 7, 0x81, 3, '[', '1', ']', 0x81,
				3, '[', '2', ']', 0x81, 1, 'x', 0x81, 1, 'y', 0x81, 12, '{', '"', 't', 'y', 'p', 'e', '"', ':', '"',
				'n', '"', '}', 0x88, 4, 0x03, 0xE8, 'o', 'k');
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThat(client).receivesText().startsWith("h");
			assertThat(client).receivesBinary().containsExactly(7);
			assertThat(client).receivesJson(int[].class).isEqualTo(new int[] { 1 });
			assertThat(client).receivesJson(new TypeReference<List<Integer>>() {
			}).isEqualTo(List.of(2));
			assertThat(client).receivesTextThat((text) -> text.equals("y")).isEqualTo("y");
			assertThat(client).receivesType("n", JsonNode.class).matches(JsonNode::isObject);
			assertThat(client).isClosedWith(1000, "ok");
		}
	}

	@Test
	void whatDoesNotComeFails() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 2, 'h', 'i', 0x88, 2, 0x03, 0xE8);
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(client).receivesText().isEqualTo("ho"))
				.withMessageContaining("[next text]");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(client).receivesText())
				.withMessage("Expected a text, but a close with 1000 came");
		}
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat((WsTestClient) null).receivesText())
			.withMessageContaining("not to be null");
	}

	@Test
	void answersCanBeAsserted() {
		WsHttpResponse answer = new WsHttpResponse(403, Headers.of("Retry-After", "5"), "no");
		assertThat(answer).hasStatus(403).hasHeader("retry-after", "5").body().isEqualTo("no");
		for (Runnable wrong : List.<Runnable>of(() -> assertThat(answer).hasStatus(404),
				() -> assertThat(answer).hasHeader("Retry-After", "6"), () -> assertThat(answer).body().isEmpty())) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(wrong::run);
		}
	}

}
