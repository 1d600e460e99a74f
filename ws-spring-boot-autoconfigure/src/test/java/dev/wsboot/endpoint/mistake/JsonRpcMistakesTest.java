/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.util.stream.Stream;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.jsonrpc.JsonRpcSession;
import org.junit.jupiter.api.Test;

/**
 * Each mistake in endpoints that speak JSON-RPC fails the start with a sentence that
 * names bean, method, parameter and cure.
 */
class JsonRpcMistakesTest {

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC)
	static class Nameless {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void methodWithoutName() {
		Mistake.of(Nameless.class)
			.says("Method 'onMessage(String)'", "has no name, but its endpoint uses JSON-RPC")
			.cure("Name it, such as @OnMessage(\"subtract\").");
	}

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC)
	static class FirstMessage {

		@OnOpen
		String onOpen() {
			return "welcome";
		}

	}

	@Test
	void firstMessage() {
		Mistake.of(FirstMessage.class)
			.says("Method 'onOpen()'", "returns a message, but in JSON-RPC only calls have responses")
			.cure("Return void, and use JsonRpcSession.notify.");
	}

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC)
	static class Reserved {

		@OnMessage("rpc.discover")
		void discover() {
		}

	}

	@Test
	void reservedName() {
		Mistake.of(Reserved.class)
			.says("has the name 'rpc.discover', but JSON-RPC reserves names")
			.cure("Choose another name.");
	}

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC, payload = "args")
	static class WithPayload {

		@OnMessage("a")
		void a() {
		}

	}

	@Test
	void fieldsOfItsOwn() {
		Mistake.of(WithPayload.class)
			.says("specifies the field of the payload, but uses JSON-RPC, which defines the fields")
			.cure("Remove the field from @WsEndpoint.");
	}

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC)
	static class ManyResults {

		@OnMessage("a")
		Stream<String> a() {
			return Stream.of();
		}

	}

	@Test
	void manyResults() {
		Mistake.of(ManyResults.class)
			.says("Method 'a()'", "returns Stream, which cannot be the one result of a call")
			.cure("Return what is written as JSON, or a CompletionStage or Mono of it");
	}

	@WsEndpoint("/a")
	static class PlainWithClient {

		@OnMessage
		void onMessage(JsonRpcSession session, String text) {
		}

	}

	@Test
	void clientOfAPlainEndpoint() {
		Mistake.of(PlainWithClient.class)
			.says("Parameter 'session' (JsonRpcSession)", "cannot be filled: the endpoint does not speak JSON-RPC")
			.cure("Add protocol = MessageProtocol.JSON_RPC to @WsEndpoint, or use WsSession.");
	}

	@WsEndpoint(path = "/a", protocol = MessageProtocol.JSON_RPC)
	static class WithoutMethods {

	}

	@Test
	void withoutJsonMapper() {
		Mistake.withoutJson(WithoutMethods.class)
			.says("Bean 'jsonRpcMistakesTest.WithoutMethods'", "uses JSON-RPC, but there is no JsonMapper")
			.cure("Add Jackson's JsonMapper as a bean");
	}

}
