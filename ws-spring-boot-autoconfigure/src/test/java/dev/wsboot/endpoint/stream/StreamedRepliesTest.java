/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Answers of many messages: streams, iterables and publishers.
 */
class StreamedRepliesTest {

	private static final List<Tick> TICKS = List.of(new Tick(1), new Tick(2));

	record Tick(int number) {
	}

	@Test
	void eachItemIsAMessage() {
		try (EndpointServer server = EndpointServer.of(OfStream.class, OfInts.class, OfIterable.class, OfFlux.class,
				OfFlow.class)) {
			for (String path : List.of("/stream", "/iterable", "/flux", "/flow")) {
				try (WsTestClient client = server.connect(path)) {
					client.expectText("{\"number\":1}").expectText("{\"number\":2}").close(1000, "").expectClose(1000);
				}
			}
			try (WsTestClient client = server.connect("/ints")) {
				client.expectText("1").expectText("2").expectText("3").close(1000, "").expectClose(1000);
			}
		}
	}

	@WsEndpoint("/stream")
	static class OfStream {

		@OnOpen
		Stream<Tick> ticks() {
			return TICKS.stream();
		}

	}

	@WsEndpoint("/ints")
	static class OfInts {

		@OnOpen
		IntStream ints() {
			return IntStream.rangeClosed(1, 3);
		}

	}

	@WsEndpoint("/iterable")
	static class OfIterable {

		@OnOpen
		Iterable<Tick> ticks() {
			return TICKS;
		}

	}

	@WsEndpoint("/flux")
	static class OfFlux {

		@OnOpen
		Flux<Tick> ticks() {
			return Flux.fromIterable(TICKS);
		}

	}

	@WsEndpoint("/flow")
	static class OfFlow {

		@OnOpen
		Flow.Publisher<Tick> ticks() {
			return (subscriber) -> {
				SubmissionPublisher<Tick> publisher = new SubmissionPublisher<>();
				publisher.subscribe(subscriber);
				TICKS.forEach(publisher::submit);
				publisher.close();
			};
		}

	}

	@Test
	void aCollectionIsOneMessage() {
		try (EndpointServer server = EndpointServer.of(OfList.class); WsTestClient client = server.connect("/list")) {
			client.expectText("[{\"number\":1},{\"number\":2}]");
		}
	}

	@WsEndpoint("/list")
	static class OfList {

		@OnOpen
		List<Tick> ticks() {
			return TICKS;
		}

	}

	@Test
	void slowReadersArePacedByTheQueue() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(LargeStream.class, LargeFlux.class)) {
			for (String path : List.of("/large-stream", "/large-flux")) {
				Large large = path.equals("/large-flux") ? server.bean(LargeFlux.class)
						: server.bean(LargeStream.class);
				try (WsTestClient client = server.connect(path)) {
					assertThat(large.some.await(60, TimeUnit.SECONDS)).isTrue();
					for (int i = 0; i < Large.COUNT; i++) {
						assertThat(client.expectBinary()).hasSize(Large.SIZE);
					}
				}
				assertThat(large.mostQueued).hasValueLessThan(2 * Large.SIZE);
			}
		}
	}

	/** Far more than a socket and the queue's limit take. */
	static class Large {

		static final int COUNT = 300;

		static final int SIZE = 100_000;

		final CountDownLatch some = new CountDownLatch(5);

		final AtomicLong mostQueued = new AtomicLong();

		byte[] next(WsSession session) {
			this.some.countDown();
			this.mostQueued.accumulateAndGet(session.queuedBytes(), Math::max);
			return new byte[SIZE];
		}

	}

	@WsEndpoint("/large-stream")
	static class LargeStream extends Large {

		@OnOpen
		Stream<byte[]> onOpen(WsSession session) {
			return IntStream.range(0, COUNT).mapToObj((i) -> next(session));
		}

	}

	@WsEndpoint("/large-flux")
	static class LargeFlux extends Large {

		@OnOpen
		Flux<byte[]> onOpen(WsSession session) {
			return Flux.range(0, COUNT).map((i) -> next(session));
		}

	}

	@Test
	void anEndlessOneLetsMessagesPassAndEndsWithTheSession() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Endless.class)) {
			Endless endless = server.bean(Endless.class);
			try (WsTestClient client = server.connect("/endless")) {
				client.expectText("welcome");
				client.send("ping").expectText("ping");
				endless.sink.tryEmitNext("tick");
				client.expectText("tick");
				client.close(1000, "").expectClose(1000);
			}
			assertThat(endless.cancelled.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(endless.sink.currentSubscriberCount()).isZero();
		}
	}

	@WsEndpoint("/endless")
	static class Endless {

		final Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();

		final CountDownLatch cancelled = new CountDownLatch(1);

		@OnOpen
		Flux<String> onOpen() {
			// doOnCancel would tell before the sink has forgotten its subscriber
			return this.sink.asFlux().doFinally((signal) -> this.cancelled.countDown()).startWith("welcome");
		}

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { BusyFlux.class, BusyStream.class })
	void streamWithoutPausesLetsOthersRun(Class<? extends Busy> type) throws Exception {
		// enough for a Close frame that does not get its turn to fail the test
		try (EndpointServer server = EndpointServer.with("ws.close-timeout=10m", BusyFlux.class, BusyStream.class)) {
			Busy busy = server.bean(type);
			try (WsTestClient client = server.connect(type.getAnnotation(WsEndpoint.class).value())) {
				client.send("begin").expectText("tick").send("ping");
				String next = "tick";
				while (next.equals("tick")) {
					next = client.expectText();
				}
				assertThat(next).isEqualTo("ping");
				client.close(1000, "");
				Thread reader = new Thread(
						() -> assertThatThrownBy(() -> readAll(client)).hasMessageContaining("close"));
				reader.start();
				assertThat(busy.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(1000);
				assertThat(busy.ended.await(60, TimeUnit.SECONDS)).isTrue();
				reader.join();
			}
		}
	}

	@Test
	void oneThatNeverWaitsEndsWithTheConnection() throws Exception {
		try (EndpointServer server = EndpointServer.of(BusyFlux.class)) {
			BusyFlux busy = server.bean(BusyFlux.class);
			try (WsTestClient client = server.connect("/busy-flux")) {
				client.send("begin").expectText("tick").raw().reset();
			}
			assertThat(busy.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(1006);
			assertThat(busy.ended.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static void readAll(WsTestClient client) {
		while (true) {
			client.expectText();
		}
	}

	abstract static class Busy {

		final CountDownLatch ended = new CountDownLatch(1);

		final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

		@OnClose
		void onClose(CloseStatus status) {
			this.closed.complete(status);
		}

	}

	@WsEndpoint("/busy-flux")
	static class BusyFlux extends Busy {

		@OnMessage
		Flux<String> onMessage(String text) {
			return text.equals("ping") ? Flux.just(text)
					: Flux.<String>generate((sink) -> sink.next("tick")).doFinally((signal) -> this.ended.countDown());
		}

	}

	@WsEndpoint("/busy-stream")
	static class BusyStream extends Busy {

		@OnMessage
		Stream<String> onMessage(String text) {
			return text.equals("ping") ? Stream.of(text) : Stream.generate(() -> "tick").onClose(this.ended::countDown);
		}

	}

	@Test
	void aStreamIsClosedAtItsEndAndAtThatOfTheSession() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Closing.class)) {
			Closing closing = server.bean(Closing.class);
			try (WsTestClient client = server.connect("/closing?count=2")) {
				client.expectText("0").expectText("1");
				assertThat(closing.first.await(60, TimeUnit.SECONDS)).isTrue();
			}
			try (WsTestClient client = server.connect("/closing?count=1000000000")) {
				client.expectText("0").raw().reset();
				assertThat(closing.second.await(60, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	@WsEndpoint("/closing")
	static class Closing {

		final CountDownLatch first = new CountDownLatch(1);

		final CountDownLatch second = new CountDownLatch(2);

		@OnOpen
		IntStream onOpen(@org.springframework.web.bind.annotation.RequestParam int count) {
			return IntStream.range(0, count).onClose(() -> {
				this.first.countDown();
				this.second.countDown();
			});
		}

	}

	@Test
	void anErrorInTheMiddleGoesToTheErrorMethod() {
		try (EndpointServer server = EndpointServer.of(FailingStream.class, FailingFlux.class, NullItem.class)) {
			for (String path : List.of("/failing-stream", "/failing-flux")) {
				try (WsTestClient client = server.connect(path)) {
					client.expectText("1").expectText("error: two");
					client.send("still here?").expectText("yes");
				}
			}
			try (WsTestClient client = server.connect("/null-item")) {
				client.expectText("1").expectClose(1011);
			}
		}
	}

	static class Failing {

		static Integer failAtTwo(int number) {
			if (number == 2) {
				throw new IllegalArgumentException("two");
			}
			return number;
		}

		@OnMessage
		String onMessage(String text) {
			return "yes";
		}

		@OnError
		String onError(IllegalArgumentException ex) {
			return "error: " + ex.getMessage();
		}

	}

	@WsEndpoint("/failing-stream")
	static class FailingStream extends Failing {

		@OnOpen
		Stream<Integer> onOpen() {
			return Stream.of(1, 2, 3).map(Failing::failAtTwo);
		}

	}

	@WsEndpoint("/failing-flux")
	static class FailingFlux extends Failing {

		@OnOpen
		Flux<Integer> onOpen() {
			return Flux.range(1, 3).map(Failing::failAtTwo);
		}

	}

	@WsEndpoint("/null-item")
	static class NullItem {

		@OnOpen
		Stream<Integer> onOpen() {
			return Stream.of(1, null);
		}

	}

	@Test
	void publisherThatViolatesReactiveStreamsDoesNotHarmOthers() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Rude.class)) {
			Rude rude = server.bean(Rude.class);
			try (WsTestClient client = server.connect("/rude")) {
				// far deeper than a stack, if each item asked for the next from inside
				for (int i = 0; i < Rude.COUNT; i++) {
					client.expectText(Integer.toString(i));
				}
				client.send("still here?").expectText("yes");
			}
			assertThat(rude.secondCancelled.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	@WsEndpoint("/rude")
	static class Rude {

		static final int COUNT = 20_000;

		final CountDownLatch secondCancelled = new CountDownLatch(1);

		@OnOpen
		Flow.Publisher<Integer> onOpen() {
			return (subscriber) -> {
				subscriber.onSubscribe(new Flow.Subscription() {

					private int next;

					@Override
					public void request(long n) {
						if (this.next < COUNT) {
							subscriber.onNext(this.next++);
						}
						else {
							subscriber.onComplete();
							subscriber.onNext(-1);
							subscriber.onComplete();
							subscriber.onError(new IllegalStateException("after the end"));
						}
					}

					@Override
					public void cancel() {
					}

				});
				subscriber.onSubscribe(new Flow.Subscription() {

					@Override
					public void request(long n) {
						subscriber.onNext(-2);
					}

					@Override
					public void cancel() {
						Rude.this.secondCancelled.countDown();
					}

				});
			};
		}

		@OnMessage
		String onMessage(String text) {
			return "yes";
		}

	}

}
