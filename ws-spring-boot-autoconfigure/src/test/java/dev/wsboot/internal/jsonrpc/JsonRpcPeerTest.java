/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.ClientErrors;
import dev.wsboot.internal.invocation.UnhandledErrors;
import dev.wsboot.internal.json.JacksonJsonCodec;
import dev.wsboot.internal.scope.ThreadState;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(300)
class JsonRpcPeerTest {

	private static final String LARGE = "x".repeat(100_000);

	private final ManualThread small = new ManualThread();

	private final ManualThread large = new ManualThread();

	private final UnhandledErrors errors = new UnhandledErrors();

	private final JsonRpcPeer peer = new JsonRpcPeer(session(),
			JsonRpc.of(JacksonJsonCodec.of(beans()), JsonRpcOptions.defaults()), ThreadState.basic(), this.errors,
			new ResponseThreads(this.small, this.large));

	private static StaticListableBeanFactory beans() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("mapper", JsonMapper.shared());
		return beans;
	}

	/** Returns a session whose sends succeed. */
	private static WsSession session() {
		return (WsSession) Proxy.newProxyInstance(JsonRpcPeerTest.class.getClassLoader(),
				new Class<?>[] { WsSession.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "send" -> CompletableFuture.completedFuture(null);
					case "asReply" -> {
						((Runnable) arguments[0]).run();
						yield null;
					}
					case "toString" -> "session";
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	private <T> CompletableFuture<T> call(Class<T> type) {
		return this.peer.call("method", null, type).toCompletableFuture();
	}

	private boolean answer(String text) {
		return this.peer
			.takes(WsMessage.ofText(("{\"jsonrpc\":\"2.0\"," + text + "}").getBytes(StandardCharsets.UTF_8)));
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

	private void readAll() {
		this.small.runAll();
		this.large.runAll();
	}

	@Test
	void smallResultsComeWhileLargeOnesWait() {
		CompletableFuture<String> first = call(String.class);
		CompletableFuture<Integer> second = call(Integer.class);
		assertThat(answer("\"id\":1,\"result\":\"" + LARGE + "\"")).isTrue();
		assertThat(answer("\"id\":2,\"result\":7")).isTrue();
		this.small.runAll();
		assertThat(second.join()).isEqualTo(7);
		assertThat(first).isNotDone();
		this.large.runAll();
		assertThat(first.join()).isEqualTo(LARGE);
	}

	@Test
	void anAbortFailsCallsBeforeAnyResponseIsRead() {
		CompletableFuture<String> first = call(String.class);
		CompletableFuture<String> second = call(String.class);
		answer("\"id\":1,\"result\":\"" + LARGE + "\"");
		answer("\"id\":2,\"result\":\"\"");
		CompletableFuture<String> third = call(String.class);
		this.peer.abort();
		for (CompletableFuture<String> call : List.of(first, second, third, call(String.class))) {
			assertThat(failure(call)).isInstanceOf(IOException.class);
		}
		readAll();
		assertThat(answer("\"id\":3,\"result\":\"\"")).as("a response after the end is taken").isFalse();
	}

	@Test
	void aCloseFailsCallsWithoutAResponseAtOnceAndReadsTheOthers() {
		CompletableFuture<String> first = call(String.class);
		CompletableFuture<String> second = call(String.class);
		answer("\"id\":2,\"result\":\"" + LARGE + "\"");
		this.peer.close();
		assertThat(failure(first)).isInstanceOf(IOException.class);
		assertThat(second).isNotDone();
		readAll();
		assertThat(second.join()).isEqualTo(LARGE);
	}

	@Test
	void aCloseWaitsForResponsesWithUnknownIds() {
		CompletableFuture<String> first = call(String.class);
		CompletableFuture<String> second = call(String.class);
		answer("\"result\":\"" + LARGE + "\",\"id\":1");
		this.peer.close();
		readAll();
		assertThat(first.join()).isEqualTo(LARGE);
		assertThat(failure(second)).isInstanceOf(IOException.class);
	}

	@Test
	void anAbortAfterTheCloseFailsCallsAtOnce() {
		CompletableFuture<String> call = call(String.class);
		answer("\"id\":1,\"result\":\"" + LARGE + "\"");
		this.peer.close();
		this.peer.close();
		this.peer.abort();
		assertThat(failure(call)).isInstanceOf(IOException.class);
		readAll();
	}

	@Test
	void responsesWhoseCallHasEndedAreNotParsed() {
		CompletableFuture<String> late = this.peer.call("method", null, String.class, Duration.ofNanos(1))
			.toCompletableFuture();
		String noJson = "\"result\":\"" + LARGE + "\",,";
		answer("\"id\":1," + noJson);
		assertThat(failure(late)).isInstanceOf(TimeoutException.class);
		await("the call has ended").until(() -> !answer("\"id\":99,\"result\":1"));
		readAll();
		assertThat(this.errors.mistakes(ClientError.UNREADABLE)).isZero();
		CompletableFuture<String> other = call(String.class);
		assertThat(answer("\"id\":2," + noJson)).isTrue();
		readAll();
		assertThat(this.errors.mistakes(ClientError.UNREADABLE)).isOne();
		assertThat(other).isNotDone();
	}

	@Test
	void wrongAnswersAreErrorsOfTheClient() {
		CompletableFuture<Integer> type = call(Integer.class);
		answer("\"id\":1,\"result\":\"" + LARGE + "\"");
		CompletableFuture<Integer> error = call(Integer.class);
		answer("\"id\":2,\"error\":\"" + LARGE + "\"");
		readAll();
		assertThat(failure(type)).isInstanceOf(InvalidMessageException.class)
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("xxx"))
			.satisfies((failure) -> assertThat(ClientErrors.causedByClient(new CompletionException(failure)))
				.isEqualTo(ClientError.INVALID));
		assertThat(failure(error)).isInstanceOf(JsonRpcException.class)
			.satisfies((failure) -> assertThat(ClientErrors.causedByClient(failure)).isEqualTo(ClientError.UNANSWERED));
	}

}
