/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RpcEndpointTest {

	private static final String AUTH = """
			{"method":"auth","args":["admin","secret"]}""";

	private static final String AUTH_DONE = """
			{"method":"auth","result":true}""";

	private static final String AUTH_FAILED = """
			{"method":"auth","error":"Wrong name or password"}""";

	private static final String GET_USERS = """
			{"method":"getUsers"}""";

	private static final String USERS = """
			{"method":"getUsers","result":["admin","guest"]}""";

	private static final String AUTH_FIRST = """
			{"method":"getUsers","error":"Call auth first"}""";

	@LocalWsPort
	private int port;

	private WsTestClient client;

	@BeforeEach
	void connect() {
		this.client = WsTestClient.connect("ws://localhost:" + this.port + "/rpc");
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void getUsersNeedsAuth() {
		this.client.send(GET_USERS).expectText(AUTH_FIRST);
		this.client.send(AUTH).expectText(AUTH_DONE);
		this.client.send(GET_USERS).expectText(USERS);
		this.client.expectNothingMore();
	}

	@Test
	void authIsForOneConnection() {
		this.client.send(AUTH).expectText(AUTH_DONE);
		try (WsTestClient other = WsTestClient.connect("ws://localhost:" + this.port + "/rpc")) {
			other.send(GET_USERS).expectText(AUTH_FIRST);
		}
	}

	@Test
	void wrongPasswordTakesAuthAway() {
		this.client.send(AUTH).expectText(AUTH_DONE);
		this.client.send("""
				{"method":"auth","args":["admin","guess"]}""").expectText(AUTH_FAILED);
		this.client.send(GET_USERS).expectText(AUTH_FIRST);
	}

	@Test
	void authWithoutTwoArgumentsFails() {
		this.client.send("""
				{"method":"auth"}""").expectText(AUTH_FAILED);
		this.client.send("""
				{"method":"auth","args":["nobody",null]}""").expectText(AUTH_FAILED);
	}

	@Test
	void callsAreAnsweredInOrder() {
		this.client.send(GET_USERS).send(AUTH).send(GET_USERS);
		this.client.expectText(AUTH_FIRST).expectText(AUTH_DONE).expectText(USERS).expectNothingMore();
	}

	@Test
	void unknownMethodAndUnreadableCallAreErrors() {
		this.client.send("""
				{"method":"dropUsers"}""").expectText("""
				{"method":"dropUsers","error":"There are the methods auth and getUsers"}""");
		this.client.send("not JSON").expectText("""
				{"error":"A call looks like {\\"method\\":\\"auth\\",\\"args\\":[\\"name\\",\\"password\\"]}"}""");
		this.client.send(AUTH).expectText(AUTH_DONE);
	}

}
