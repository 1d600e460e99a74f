/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers where several features meet: side by side, late, in a scope, behind
 * interceptors.
 */
class ComposedRepliesTest {

	@Test
	void messagesInFragmentsDoNotMix() {
		try (EndpointServer server = EndpointServer.of(SideBySide.class);
				WsTestClient client = server.connect("/side-by-side")) {
			client.send("a").send("b");
			assertThat(List.of(client.expectText(), client.expectText()))
				.containsExactlyInAnyOrder("a".repeat(SideBySide.PARTS), "b".repeat(SideBySide.PARTS));
		}
	}

	@WsEndpoint(path = "/side-by-side", ordering = Ordering.CONCURRENT)
	static class SideBySide {

		static final int PARTS = 500;

		private final CountDownLatch both = new CountDownLatch(2);

		@OnMessage
		StreamingMessage onMessage(String text) throws InterruptedException {
			this.both.countDown();
			this.both.await();
			return StreamingMessage.text((writer) -> {
				for (int i = 0; i < PARTS; i++) {
					writer.write(text);
					writer.flush();
				}
			});
		}

	}

	@Test
	void messageOfTheOpenMethodIsFirstWithConcurrentOrdering() throws Exception {
		try (EndpointServer server = EndpointServer.of(LateWelcome.class);
				WsTestClient client = server.connect("/late-welcome")) {
			LateWelcome endpoint = server.bean(LateWelcome.class);
			client.send("text").ping("seen").expectPong("seen");
			assertThat(endpoint.called.getCount()).isOne();
			endpoint.welcome.complete("welcome");
			client.expectText("welcome").expectText("text");
		}
	}

	@WsEndpoint(path = "/late-welcome", ordering = Ordering.CONCURRENT)
	static class LateWelcome {

		final CompletableFuture<String> welcome = new CompletableFuture<>();

		final CountDownLatch called = new CountDownLatch(1);

		@OnOpen
		CompletionStage<String> onOpen() {
			return this.welcome;
		}

		@OnMessage
		String onMessage(String text) {
			this.called.countDown();
			return text;
		}

	}

	@Test
	void itemsAreMadeInTheScopeOfTheSession() {
		try (EndpointServer server = EndpointServer.of(Items.class, Counter.class)) {
			for (String type : List.of("stream", "flux")) {
				try (WsTestClient client = server.connect("/items")) {
					client.send("{\"type\":\"" + type + "\"}");
					for (int i = 1; i <= 3; i++) {
						assertThat(client.expectText()).startsWith(i + " ");
					}
				}
			}
		}
	}

	@Component
	@WsScope
	static class Counter {

		private int count;

		/** Too much for a socket's buffers, so that the next one is asked for later. */
		String next() {
			return ++this.count + " " + "x".repeat(8_000_000);
		}

	}

	@WsEndpoint("/items")
	static class Items {

		private final Counter counter;

		Items(Counter counter) {
			this.counter = counter;
		}

		@OnMessage("stream")
		Stream<String> stream() {
			return Stream.generate(this.counter::next).limit(3);
		}

		@OnMessage("flux")
		Flux<String> flux() {
			return Flux.<String>generate((sink) -> sink.next(this.counter.next())).take(3);
		}

	}

	@Test
	void aSubscriptionIsCancelledWhereItMayBlock() throws Exception {
		try (EndpointServer server = EndpointServer.of(Ticks.class); WsTestClient other = server.connect("/ticks")) {
			other.expectText("tick");
			try (WsTestClient client = server.connect("/ticks")) {
				client.expectText("tick");
			}
			assertThat(server.bean(Ticks.class).cancelledOn.get(60, TimeUnit.SECONDS)).doesNotStartWith("ws-loop");
		}
	}

	@WsEndpoint("/ticks")
	static class Ticks {

		final CompletableFuture<String> cancelledOn = new CompletableFuture<>();

		@NonBlocking
		@OnOpen
		Flux<String> ticks() {
			return Flux.concat(Flux.just("tick"), Flux.never())
				.doOnCancel(() -> this.cancelledOn.complete(Thread.currentThread().getName()));
		}

	}

	@Test
	void resultOfAnInterceptorIsTheReplyForAnyReturnType() {
		try (EndpointServer server = EndpointServer.of(Limited.class, Limit.class);
				WsTestClient other = server.connect("/limited");
				WsTestClient client = server.connect("/limited")) {
			for (String type : List.of("nothing", "later", "many", "stream", "bytes", "list", "all")) {
				client.send("{\"type\":\"" + type + "\"}").expectText("{\"type\":\"" + type + "\"}");
			}
			client.send("{\"type\":\"flux\"}").expectClose(1011);
			other.expectNothingMore();
		}
	}

	record Slow(String type) {
	}

	@Component
	static class Limit implements WsMessageInterceptor {

		@Override
		public Object intercept(WsInvocation invocation) {
			return invocation.method().getName().equals("flux") ? Flux.just("a")
					: new Slow(invocation.method().getName());
		}

	}

	@WsEndpoint("/limited")
	static class Limited {

		@OnMessage("nothing")
		void nothing() {
		}

		@OnMessage("flux")
		void flux() {
		}

		@OnMessage("later")
		Mono<String> later() {
			return Mono.empty();
		}

		@OnMessage("many")
		Flux<String> many() {
			return Flux.empty();
		}

		@OnMessage("stream")
		Stream<String> stream() {
			return Stream.empty();
		}

		@OnMessage("bytes")
		InputStream bytes() {
			return InputStream.nullInputStream();
		}

		@OnMessage("list")
		List<String> list() {
			return List.of();
		}

		@Broadcast
		@OnMessage("all")
		String all() {
			return "";
		}

	}

	@Test
	void aCodecWritesWhatAnInterceptorReturns() {
		try (EndpointServer server = EndpointServer.of(Silent.class, Loud.class, LoudCodec.class);
				WsTestClient client = server.connect("/silent")) {
			client.send("a").expectText("a!");
		}
	}

	record Shout(String text) {
	}

	@Component
	static class Loud implements WsMessageInterceptor {

		@Override
		public Object intercept(WsInvocation invocation) {
			return new Shout(String.valueOf(invocation.message().text()));
		}

	}

	@Component
	static class LoudCodec implements WsMessageCodec {

		@Override
		public boolean supports(ResolvableType type) {
			return type.toClass() == Shout.class;
		}

		@Override
		public boolean isBinary(ResolvableType type) {
			return false;
		}

		@Override
		public Object read(WsMessage message, ResolvableType type) {
			return new Shout(message.text());
		}

		@Override
		public WsMessage write(Object value, ResolvableType type) {
			return WsMessage.ofText((((Shout) value).text() + "!").getBytes(StandardCharsets.UTF_8));
		}

	}

	@WsEndpoint("/silent")
	static class Silent {

		@OnMessage
		Mono<Shout> onMessage(String text) {
			return Mono.empty();
		}

	}

}
