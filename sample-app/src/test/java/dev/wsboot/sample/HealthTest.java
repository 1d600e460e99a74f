/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.time.Duration;

import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class HealthTest {

	@LocalServerPort
	private int serverPort;

	@LocalWsPort
	private int wsPort;

	@Test
	void isUpOnItsPort() {
		JsonNode health = health();
		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.path("details").path("port").asInt()).isEqualTo(this.wsPort).isNotEqualTo(8090);
	}

	@Test
	void pageIsToldThePort() {
		assertThat(get("/ws-info").path("port").asInt()).isEqualTo(this.wsPort);
	}

	@Test
	void countsConnectionsInAllAndByEndpoint() {
		awaitCounts(0, 0, 0, 0);
		try (WsTestClient first = connect("/chat/a"); WsTestClient second = connect("/chat/b")) {
			first.expectJson(ChatEvent.Welcome.class);
			second.expectJson(ChatEvent.Welcome.class);
			awaitCounts(2, 2, 0, 0);
			try (WsTestClient echo = connect("/echo"); WsTestClient rpc = connect("/rpc")) {
				awaitCounts(4, 2, 1, 1);
				echo.close(1000, "").expectClose(1000);
				rpc.raw().reset();
				awaitCounts(2, 2, 0, 0);
			}
		}
		awaitCounts(0, 0, 0, 0);
	}

	private WsTestClient connect(String path) {
		return WsTestClient.connect("ws://localhost:" + this.wsPort + path);
	}

	/** A client may know of its connection a moment before it is counted. */
	private void awaitCounts(int all, int chat, int echo, int rpc) {
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			JsonNode details = health().path("details");
			JsonNode endpoints = details.path("endpoints");
			assertThat(details.path("connections").asInt()).isEqualTo(all);
			assertThat(endpoints.path("/chat/{room}").asInt()).isEqualTo(chat);
			assertThat(endpoints.path("/echo").asInt()).isEqualTo(echo);
			assertThat(endpoints.path("/rpc").asInt()).isEqualTo(rpc);
		});
	}

	private JsonNode health() {
		return get("/actuator/health").path("components").path("ws");
	}

	private JsonNode get(String path) {
		return RestClient.create("http://localhost:" + this.serverPort)
			.get()
			.uri(path)
			.retrieve()
			.requiredBody(JsonNode.class);
	}

}
