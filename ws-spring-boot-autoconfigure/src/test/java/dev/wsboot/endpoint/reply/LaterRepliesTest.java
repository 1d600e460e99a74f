/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that come when their stage or Mono completes.
 */
class LaterRepliesTest {

	@Test
	void theNextMessageWaitsForTheAnswerOfTheOneBefore() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Stages.class); WsTestClient client = server.connect("/stages")) {
			Stages stages = server.bean(Stages.class);
			client.send("first").send("second").send("done");
			CompletableFuture<Object> first = stages.pending.poll(60, TimeUnit.SECONDS);
			client.ping("all was read").expectPong("all was read");
			assertThat(stages.pending).isEmpty();
			first.complete("1");
			client.expectText("1");
			stages.pending.poll(60, TimeUnit.SECONDS).complete(Optional.empty());
			client.expectText("done");
		}
	}

	@Test
	void aFailureGoesToTheErrorMethodBeforeTheNextMessage() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Stages.class); WsTestClient client = server.connect("/stages")) {
			Stages stages = server.bean(Stages.class);
			client.send("first").send("failed").send("thrown").send("done");
			stages.pending.poll(60, TimeUnit.SECONDS)
				.completeExceptionally(new CompletionException(new IllegalArgumentException("late")));
			client.expectText("error: late").expectText("error: early").expectText("error: thrown").expectText("done");
		}
	}

	@Test
	void theEndOfTheSessionDoesNotWait() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Stages.class)) {
			WsTestClient client = server.connect("/stages");
			client.send("first");
			Stages stages = server.bean(Stages.class);
			CompletableFuture<Object> first = stages.pending.poll(60, TimeUnit.SECONDS);
			client.raw().reset();
			assertThat(stages.closed.await(60, TimeUnit.SECONDS)).isTrue();
			first.complete("nobody is there");
		}
	}

	@Test
	void noMethodIsCalledAfterTheCloseMethod() {
		try (EndpointTester tester = EndpointTester.of(Stages.class)) {
			EndpointTester.Dialogue dialogue = tester.open("/stages").text("first").text("second");
			Stages stages = tester.bean(Stages.class);
			stages.pending.remove().completeExceptionally(new IllegalArgumentException("before"));
			dialogue.does("text:error: before").closed(CloseStatus.NORMAL);
			stages.pending.remove().completeExceptionally(new IllegalArgumentException("after"));
			dialogue.does();
		}
	}

	@WsEndpoint("/stages")
	static class Stages {

		final BlockingQueue<CompletableFuture<Object>> pending = new LinkedBlockingQueue<>();

		final CountDownLatch closed = new CountDownLatch(1);

		@OnMessage
		@NonBlocking
		CompletionStage<Object> onMessage(String text) {
			switch (text) {
				case "done" -> {
					return CompletableFuture.completedStage(text);
				}
				case "failed" -> {
					return CompletableFuture.failedFuture(new IllegalArgumentException("early"));
				}
				case "thrown" -> throw new IllegalArgumentException("thrown");
				default -> {
					CompletableFuture<Object> stage = new CompletableFuture<>();
					this.pending.add(stage);
					return stage;
				}
			}
		}

		@OnError
		@NonBlocking
		String onError(IllegalArgumentException error) {
			return "error: " + error.getMessage();
		}

		@OnClose
		void onClose() {
			this.closed.countDown();
		}

	}

	@Test
	void aMonoIsAStage() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Monos.class)) {
			try (WsTestClient client = server.connect("/monos")) {
				client.send("just").expectText("{\"text\":\"just\"}");
				client.send("empty").send("error").expectText("error: error");
				client.send("never");
				assertThat(server.bean(Monos.class).subscribed.await(60, TimeUnit.SECONDS)).isTrue();
				client.raw().reset();
			}
			assertThat(server.bean(Monos.class).cancelled.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	record Said(String text) {
	}

	@WsEndpoint("/monos")
	static class Monos {

		final CountDownLatch subscribed = new CountDownLatch(1);

		final CountDownLatch cancelled = new CountDownLatch(1);

		@OnMessage
		Mono<Said> onMessage(String text) {
			return switch (text) {
				case "empty" -> Mono.empty();
				case "error" -> Mono.error(new IllegalArgumentException(text));
				case "never" -> Mono.<Said>never()
					.doOnSubscribe((subscription) -> this.subscribed.countDown())
					.doOnCancel(this.cancelled::countDown);
				default -> Mono.just(new Said(text));
			};
		}

		@OnError
		String onError(IllegalArgumentException error) {
			return "error: " + error.getMessage();
		}

	}

	@Test
	void aStageMayHoldManyMessages() {
		try (EndpointServer server = EndpointServer.of(Nested.class); WsTestClient client = server.connect("/nested")) {
			client.send("a").expectText("a").expectText("a");
		}
	}

	@WsEndpoint("/nested")
	static class Nested {

		@OnMessage
		CompletionStage<Flux<String>> onMessage(String text) {
			return CompletableFuture.completedStage(Flux.just(text, text));
		}

	}

}
