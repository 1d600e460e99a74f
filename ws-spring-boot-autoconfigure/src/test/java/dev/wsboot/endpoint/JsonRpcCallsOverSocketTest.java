package dev.wsboot.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Calls from the server to the client.
 */
@Timeout(300)
class JsonRpcCallsOverSocketTest {

	private EndpointServer server;

	private WsTestClient client;

	private JsonRpcSession session;

	@BeforeEach
	void start() throws InterruptedException {
		this.server = EndpointServer.with("ws.json-rpc.max-pending-calls=3", Api.class, Greeter.class, Plain.class);
		this.client = this.server.connect("/api");
		this.session = this.server.bean(Api.class).sessions.poll(60, TimeUnit.SECONDS);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@Test
	void answersComeBackByTheirIds() {
		CompletableFuture<Point> first = call("point", List.of(1, "a\"b"), Point.class);
		CompletableFuture<Integer> second = call("count", Map.of("of", "all"), Integer.class);
		CompletableFuture<Void> third = call("nothing", null, Void.class);
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"point\",\"params\":[1,\"a\\\"b\"],\"id\":1}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"count\",\"params\":{\"of\":\"all\"},\"id\":2}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":3}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":null}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":7,\"error\":null,\"id\":2}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":{\"x\":1,\"y\":2},\"id\":1}");
		assertThat(first.join()).isEqualTo(new Point(1, 2));
		assertThat(second.join()).isEqualTo(7);
		assertThat(third.join()).isNull();
	}

	@Test
	void errorsOfTheClientAreExceptions() {
		CompletableFuture<String> call = call("fail", null, String.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-5,\"message\":\"no\",\"data\":[1]},\"id\":1}");
		assertThat(failure(call)).isInstanceOfSatisfying(JsonRpcException.class, (error) -> {
			assertThat(error.code()).isEqualTo(-5);
			assertThat(error).hasMessage("no");
			assertThat(error.data()).isEqualTo("[1]");
		});
		CompletableFuture<String> odd = call("fail", null, String.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"error\":99999999999,\"id\":2}");
		assertThat(failure(odd)).isInstanceOf(JsonRpcException.class);
	}

	@Test
	void resultsOfAnotherTypeAreInvalid() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"many\",\"id\":1}");
		assertThat(failure(call)).isInstanceOf(InvalidMessageException.class);
	}

	@Test
	void lateUnknownAndSecondAnswersAreDropped() {
		CompletableFuture<Integer> call = this.session.call("count", null, Integer.class, Duration.ofMillis(1))
			.toCompletableFuture();
		this.client.expectText();
		assertThat(failure(call)).isInstanceOf(TimeoutException.class);
		CompletableFuture<Integer> next = call("count", null, Integer.class);
		this.client.expectText();
		for (String id : List.of("1", "77", "\"2\"", "2.0", "null")) {
			this.client.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":" + id + "}");
		}
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":2}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":2}");
		assertThat(next.join()).isEqualTo(2);
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":1}")
			.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
		this.client.expectNothingMore();
	}

	@Test
	void aMethodMayWaitForTheClientsAnswer() {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"q\"}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":\"behind\"}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":1}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":\"hello ann\",\"id\":\"q\"}");
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":\"behind\"}");
	}

	@Test
	void soMayTheMethodThatOpens() {
		try (WsTestClient other = this.server.connect("/greeter")) {
			other.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
			other.send("{\"jsonrpc\":\"2.0\",\"result\":\"bob\",\"id\":1}");
			other.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"greet\",\"params\":[\"bob\"]}");
		}
	}

	@Test
	void answersInABatchAreTaken() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client
			.send("[{\"jsonrpc\":\"2.0\",\"result\":5,\"id\":1},{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":1}]");
		assertThat(call.join()).isEqualTo(5);
		this.client.expectText("[{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}]");
	}

	@Test
	void theEndOfTheSessionFailsCalls() {
		CompletableFuture<Integer> call = call("count", null, Integer.class);
		this.client.expectText();
		this.client.raw().reset();
		assertThat(failure(call)).isInstanceOf(IOException.class);
		assertThat(failure(call("count", null, Integer.class))).isInstanceOf(IOException.class);
	}

	@Test
	void theEndOfTheSessionFreesAMethodThatWaits() throws InterruptedException {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":\"q\"}");
		this.client.expectText();
		this.client.raw().reset();
		assertThat(this.server.bean(Api.class).failures.poll(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
	}

	@Test
	void callsThatWaitAreBounded() {
		for (int i = 0; i < 3; i++) {
			call("count", null, Integer.class);
			this.client.expectText();
		}
		assertThat(failure(call("count", null, Integer.class))).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("More than 3");
		this.client.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":2}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quick\",\"id\":1}").expectText();
		call("count", null, Integer.class);
		assertThat(this.client.expectText()).endsWith("\"id\":5}");
	}

	@Test
	void notificationsHaveNoId() {
		this.session.notify("changed", Map.of("price", 3));
		this.client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"changed\",\"params\":{\"price\":3}}");
	}

	@Test
	void paramsAreAnArrayOrAnObject() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.notify("changed", 3));
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.call("changed", "3", Void.class));
	}

	@Test
	void plainSessionsDoNotSpeakIt() throws InterruptedException {
		try (WsTestClient plain = this.server.connect("/plain")) {
			plain.send("1").expectText("1");
			WsSession found = this.server.bean(WsSessions.class).of("/plain").iterator().next();
			assertThatIllegalStateException().isThrownBy(() -> JsonRpcSession.of(found))
				.withMessageContaining("'/plain' does not speak JSON-RPC");
		}
		assertThat(JsonRpcSession.of(this.session.session())).isSameAs(this.session);
	}

	private <T> CompletableFuture<T> call(String method, Object params, Class<T> type) {
		return this.session.call(method, params, type).toCompletableFuture();
	}

	private static Throwable failure(CompletableFuture<?> call) {
		try {
			call.join();
			throw new AssertionError("The call succeeded");
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	record Point(int x, int y) {
	}

	@WsEndpoint(path = "/api", protocol = MessageProtocol.JSON_RPC)
	static class Api {

		final BlockingQueue<JsonRpcSession> sessions = new LinkedBlockingQueue<>();

		final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

		@OnOpen
		void onOpen(JsonRpcSession session) {
			this.sessions.add(session);
		}

		@OnMessage("ask")
		String ask(JsonRpcSession session) {
			try {
				return "hello " + session.call("name", null, String.class).toCompletableFuture().join();
			}
			catch (CompletionException ex) {
				this.failures.add(ex.getCause());
				throw ex;
			}
		}

		@OnMessage("quick")
		void quick() {
		}

	}

	@WsEndpoint(path = "/greeter", protocol = MessageProtocol.JSON_RPC)
	static class Greeter {

		@OnOpen
		void onOpen(JsonRpcSession session) {
			String name = session.call("name", null, String.class).toCompletableFuture().join();
			session.notify("greet", List.of(name));
		}

	}

	@WsEndpoint("/plain")
	static class Plain {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
