/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import dev.wsboot.test.WsTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client without cookies, such as a mobile application, connects with a token.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("security")
class SecurityProfileTest {

	@LocalServerPort
	private int serverPort;

	@Autowired
	private WsTestServer server;

	@Test
	void tokenIsTheIdentityInTheChat() {
		try (WsTestClient ada = to("/chat/lobby?name=root", "ada", "lovelace").connect()) {
			assertThat(ada.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("ada");
		}
	}

	@Test
	void roomOfAdministratorsIsOpenToThemOnly() {
		to("/chat/admin", "ada", "lovelace").expectRejection(403);
		try (WsTestClient root = to("/chat/admin", "root", "secret").connect()) {
			assertThat(root.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("root");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/chat/lobby", "/chat/admin", "/echo", "/rpc", "/ticker", "/upload", "/echo?ticket=guessed" })
	void strangersAreRejected(String path) {
		this.server.to(path).expectRejection(401);
		this.server.to(path).header("Authorization", "Bearer forged").expectRejection(401);
	}

	@Test
	void pagesNeedALogin() {
		for (String path : new String[] { "/ws-info", "/actuator/health", "/token" }) {
			assertThat(status(path, "ada", "guessed").value()).as("status of %s", path).isEqualTo(401);
		}
	}

	private WsTestConnector to(String path, String name, String password) {
		String token = RestClient.create("http://localhost:" + this.serverPort)
			.post()
			.uri("/token")
			.headers((headers) -> headers.setBasicAuth(name, password))
			.retrieve()
			.requiredBody(String.class);
		return this.server.to(path).header("Authorization", "Bearer " + token);
	}

	private HttpStatusCode status(String path, String name, String password) {
		return RestClient.create("http://localhost:" + this.serverPort)
			.get()
			.uri(path)
			.headers((headers) -> headers.setBasicAuth(name, password))
			.exchange((request, response) -> response.getStatusCode());
	}

}
