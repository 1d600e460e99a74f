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
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.endpoint.fixture.WithoutNames;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Component;

/**
 * Replies that repeat a field of their message.
 */
class CorrelationOverSocketTest {

	private EndpointServer server;

	private WsTestClient client;

	@BeforeEach
	void connect() {
		this.server = EndpointServer.of(Api.class);
		this.client = this.server.connect("/api");
		this.client.expectText("{\"text\":\"open\"}");
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void aReplyRepeatsTheFieldByteByByte() {
		for (String id : List.of("1", "-0", "1e400", "12345678901234567890123", "\"a\\u0041\\/b\"", "null", "true",
				"[1, 2]", "{ \"a\" : 1 }")) {
			this.client.send("{\"type\":\"echo\",\"id\":" + id + " ,\"text\":\"x\"}")
				.expectText("{\"id\":" + id + ",\"text\":\"x\"}");
		}
	}

	@Test
	void theFieldStandsAnywhereAndTheFirstCounts() {
		this.client.send(" { \"text\":\"x\",\"type\":\"echo\",\"n\":{\"id\":0}, \"id\" : 7, \"id\":8}")
			.expectText("{\"id\":7,\"text\":\"x\"}");
	}

	@Test
	void aMessageWithoutTheFieldHasRepliesWithoutIt() {
		this.client.send("{\"type\":\"echo\",\"text\":\"x\"}").expectText("{\"text\":\"x\"}");
	}

	@Test
	void anEmptyObjectTakesTheField() {
		this.client.send("{\"type\":\"empty\",\"id\":7}").expectText("{\"id\":7}");
	}

	@Test
	void aFieldOfTheReplyStaysUnlessItIsNull() {
		this.client.send("{\"type\":\"own\",\"id\":7,\"text\":\"mine\"}").expectText("{\"n\":1,\"id\":\"mine\"}");
		this.client.send("{\"type\":\"own\",\"id\":7}").expectText("{\"n\":1,\"id\":7}");
	}

	@Test
	void eachItemAndLateRepliesRepeatTheField() {
		this.client.send("{\"type\":\"stream\",\"id\":\"s\"}")
			.expectText("{\"id\":\"s\",\"text\":\"1\"}")
			.expectText("{\"id\":\"s\",\"text\":\"2\"}");
		this.client.send("{\"type\":\"flux\",\"id\":\"f\"}")
			.expectText("{\"id\":\"f\",\"text\":\"1\"}")
			.expectText("{\"id\":\"f\",\"text\":\"2\"}");
		this.client.send("{\"type\":\"later\",\"id\":3}").expectText("{\"id\":3,\"text\":\"later\"}");
	}

	@Test
	void errorsRepeatTheField() {
		this.client.send("{\"type\":\"fail\",\"id\":1}").expectText("{\"id\":1,\"problem\":\"no\"}");
		this.client.send("{\"type\":\"failLater\",\"id\":2}").expectText("{\"id\":2,\"problem\":\"no\"}");
		this.client.send("{\"type\":\"unknown\",\"id\":3}")
			.expectText("{\"id\":3,\"problem\":\"There is no method for messages of its type\"}");
		this.client.send("{\"id\":4,\"type\":\"echo\",\"text\":{}}")
			.expectText("{\"id\":4,\"problem\":\"The value cannot be read, at 'text'\"}");
		this.client.send("{\"id\":5,\"type\":").expectText("{\"id\":5,\"problem\":\"The message is not JSON\"}");
		this.client.send("{\"id\":").expectText("{\"problem\":\"The message is not JSON\"}");
	}

	@Test
	void textAndBroadcastsStayAsTheyAre() {
		this.client.send("{\"type\":\"text\",\"id\":1}").expectText("{\"by\":\"hand\"}");
		this.client.send("{\"type\":\"all\",\"id\":2}").expectText("{\"text\":\"all\"}");
		this.client.send("{\"type\":\"push\",\"id\":3}").expectText("{\"text\":\"push\"}");
		this.client.send("{\"type\":\"object\",\"id\":4}").expectText("[4]");
	}

	@Test
	void messagesOfInterceptorsRepeatTheField() {
		try (EndpointServer intercepted = EndpointServer.of(Api.class, Closed.class);
				WsTestClient other = intercepted.connect("/api")) {
			other.expectText("{\"text\":\"open\"}");
			other.send("{\"type\":\"echo\",\"id\":1,\"text\":\"x\"}").expectText("{\"id\":1,\"problem\":\"closed\"}");
		}
	}

	record Text(@Nullable String text) {
	}

	record Own(int n, @Nullable String id) {
	}

	record Problem(String problem) {
	}

	@WsEndpoint(path = "/api", correlation = "id")
	static class Api {

		private final WsSessions sessions;

		Api(WsSessions sessions) {
			this.sessions = sessions;
		}

		@OnOpen
		Text onOpen() {
			return new Text("open");
		}

		@OnMessage("echo")
		Text echo(Text text) {
			return text;
		}

		@OnMessage("empty")
		Map<String, Object> empty() {
			return Map.of();
		}

		@OnMessage("own")
		Own own(Text text) {
			return new Own(1, text.text());
		}

		@OnMessage("stream")
		Stream<Text> stream() {
			return Stream.of(new Text("1"), new Text("2"));
		}

		@OnMessage("flux")
		Flux<Text> flux() {
			return Flux.just(new Text("1"), new Text("2"));
		}

		@OnMessage("later")
		CompletionStage<Text> later() {
			return CompletableFuture.supplyAsync(() -> new Text("later"));
		}

		@OnMessage("fail")
		Text fail() {
			throw new IllegalArgumentException("no");
		}

		@OnMessage("failLater")
		CompletionStage<Text> failLater() {
			return CompletableFuture.failedFuture(new IllegalArgumentException("no"));
		}

		@OnMessage("text")
		String text() {
			return "{\"by\":\"hand\"}";
		}

		@OnMessage("object")
		Object object() {
			return List.of(4);
		}

		@Broadcast
		@OnMessage("all")
		Text all() {
			return new Text("all");
		}

		@OnMessage("push")
		void push(WsSession session) {
			this.sessions.of(Api.class).filter(session::equals).broadcast(new Text("push"));
		}

		@OnError({ IllegalArgumentException.class, InvalidMessageException.class })
		Problem onError(Exception error) {
			return new Problem(String.valueOf(error.getMessage()));
		}

	}

	@Component
	static class Closed implements WsMessageInterceptor {

		@Override
		public @Nullable Object intercept(WsInvocation invocation) throws Throwable {
			return (invocation.message() != null) ? new Problem("closed") : invocation.proceed();
		}

	}

	@Test
	void correlationWithoutNames() {
		Mistake.of(WithoutNames.class).says("specifies the field of the correlation, but has no method");
	}

	@WsEndpoint(path = "/without-names", correlation = "id")
	static class WithoutNames {

		@OnMessage
		Text onMessage(Text text) {
			return text;
		}

	}

	@Test
	void correlationInJsonRpc() {
		Mistake.of(Rpc.class).says("specifies the field of the correlation, but uses JSON-RPC");
	}

	@WsEndpoint(path = "/rpc", correlation = "id", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("echo")
		Text onMessage(Text text) {
			return text;
		}

	}

	@Test
	void correlationIsAnotherFieldThanDiscriminatorAndPayload() {
		Mistake.of(Discriminator.class).says("has the field 'type' as discriminator and as correlation");
		Mistake.of(Payload.class).says("has the field 'args' as payload and as correlation");
	}

	@WsEndpoint(path = "/discriminator", correlation = "type")
	static class Discriminator extends Rpc {

	}

	@WsEndpoint(path = "/payload", payload = "args", correlation = "args")
	static class Payload extends Rpc {

	}

	@Test
	void correlationOfAReplyThatIsNotAnObject() {
		Mistake.of(Lists.class)
			.says("Method 'onMessage()'", "returns List, which is not a JSON object",
					"the field 'id' of the correlation cannot be added")
			.cure("Return a record");
		Mistake.of(Numbers.class).says("returns int, which is not a JSON object");
	}

	@WsEndpoint(path = "/lists", correlation = "id")
	static class Lists {

		@OnMessage("list")
		CompletionStage<List<Text>> onMessage() {
			throw new UnsupportedOperationException();
		}

	}

	@WsEndpoint(path = "/numbers", correlation = "id")
	static class Numbers {

		@OnMessage("number")
		int onMessage() {
			return 1;
		}

	}

}
