/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The limit for the streamed answers of one session that are under way.
 */
@Timeout(300)
class StreamLimitOverSocketTest {

	/** More than the engine keeps for a session whose messages wait. */
	private static final int MESSAGES = 500;

	private static final Class<?>[] KINDS = { Fluxes.class, Flows.class, Streams.class, Iterables.class, Later.class,
			SideBySide.class, Failures.class };

	private static EndpointServer start(int maxStreams) {
		return EndpointServer.with("ws.send.max-streams=" + maxStreams, KINDS);
	}

	@ParameterizedTest
	@ValueSource(classes = { Fluxes.class, Flows.class, Streams.class, Iterables.class, Later.class, Failures.class })
	void messagesWaitWhileTheAllowedStreamsAreUnderWay(Class<? extends Endpoint> type) throws Exception {
		try (EndpointServer server = start(3)) {
			Endpoint endpoint = server.bean(type);
			try (WsTestClient client = server.connect(endpoint.path())) {
				for (int i = 0; i < 10; i++) {
					client.send("stream");
				}
				Source first = endpoint.nextSource();
				Source second = endpoint.nextSource();
				Source third = endpoint.nextSource();
				await("call 4").untilAtomic(endpoint.calls, (calls) -> assertThat(calls).isEqualTo(4));
				// the engine's own tasks continue
				client.ping("held").expectPong("held");
				assertThat(endpoint.sources).isEmpty();
				assertThat(endpoint.calls).hasValue(4);
				first.end();
				client.expectText("item");
				endpoint.nextSource().end();
				client.expectText("item");
				second.end();
				third.end();
				endpoint.endOthers();
				for (int i = 2; i < 10; i++) {
					client.expectText("item");
				}
				assertThat(endpoint.most).hasValue(3);
			}
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(classes = { Fluxes.class, Flows.class, Streams.class, Iterables.class, Later.class, SideBySide.class,
			Failures.class })
	void aClientWithManyStreamsGetsAllOfThem(Class<? extends Endpoint> type) throws Exception {
		try (EndpointServer server = start(5)) {
			Endpoint endpoint = server.bean(type);
			try (WsTestClient client = server.connect(endpoint.path())) {
				Thread sender = new Thread(() -> {
					for (int i = 0; i < MESSAGES; i++) {
						client.send("stream");
					}
				});
				sender.start();
				await("stream 5").untilAtomic(endpoint.most, (most) -> assertThat(most).isEqualTo(5));
				endpoint.endOthers();
				for (int i = 0; i < MESSAGES; i++) {
					client.expectText("item");
				}
				client.sendBinary((byte) 1).expectBinary((byte) 1);
				sender.join();
				assertThat(endpoint.most).hasValue(5);
				assertThat(endpoint.calls).hasValue(MESSAGES);
			}
		}
	}

	@Test
	void messagesWithoutStreamsAreAnsweredAtTheLimit() throws Exception {
		try (EndpointServer server = start(2); WsTestClient client = server.connect("/fluxes")) {
			client.send("stream").send("stream").sendBinary((byte) 1).expectBinary((byte) 1);
			assertThat(server.bean(Fluxes.class).most).hasValue(2);
		}
	}

	@Test
	void aStreamThatHasNotBegunIsClosedWithItsSession() throws Exception {
		try (EndpointServer server = start(2)) {
			Streams endpoint = server.bean(Streams.class);
			try (WsTestClient client = server.connect("/streams")) {
				for (int i = 0; i < 3; i++) {
					client.send("stream");
				}
				await("call 3").untilAtomic(endpoint.calls, (calls) -> assertThat(calls).isEqualTo(3));
				client.raw().reset();
				await("the stream that has not begun is closed").untilAtomic(endpoint.closed,
						(closed) -> assertThat(closed).isEqualTo(1));
				endpoint.endOthers();
				await("all streams are closed").untilAtomic(endpoint.closed,
						(closed) -> assertThat(closed).isEqualTo(3));
				assertThat(endpoint.most).hasValue(2);
			}
		}
	}

	@Test
	void aPublisherThatHasNotBegunIsForgottenWithItsSession() throws Exception {
		try (EndpointServer server = start(1)) {
			Fluxes endpoint = server.bean(Fluxes.class);
			try (WsTestClient client = server.connect("/fluxes")) {
				client.send("stream").send("stream");
				await("call 2").untilAtomic(endpoint.calls, (calls) -> assertThat(calls).isEqualTo(2));
				client.raw().reset();
				await("no stream is under way").untilAtomic(endpoint.running,
						(running) -> assertThat(running).isZero());
			}
			assertThat(endpoint.most).hasValue(1);
			assertThat(endpoint.sources).hasSize(1);
		}
	}

	@Test
	void sessionsDoNotShareTheirLimit() throws Exception {
		try (EndpointServer server = start(1);
				WsTestClient first = server.connect("/fluxes");
				WsTestClient second = server.connect("/fluxes")) {
			Fluxes endpoint = server.bean(Fluxes.class);
			first.send("stream").send("stream");
			endpoint.nextSource();
			second.send("stream");
			endpoint.nextSource().end();
			second.expectText("item");
		}
	}

	@Test
	void streamsAtTheOpeningAndOfAllMessagesAreNotCounted() {
		try (EndpointServer server = EndpointServer.with("ws.send.max-streams=1", Opened.class, All.class)) {
			try (WsTestClient client = server.connect("/opened")) {
				client.expectText("welcome").send("a").expectText("a").send("b").expectText("b");
			}
			try (WsTestClient client = server.connect("/flow")) {
				client.send("a").expectText("a").send("b").expectText("b");
			}
		}
	}

	@Test
	void theCloseFrameOfAClientDoesNotWaitForStreamsThatNeverEnd() {
		try (EndpointServer server = EndpointServer.with("ws.close-timeout=5m", OwnLimit.class);
				WsTestClient client = server.connect("/own-limit")) {
			fillsWithStreams(client, server.bean(OwnLimit.class));
			client.close(1000, "").expectClose(1000);
		}
	}

	@Test
	void aStopDoesNotWaitForStreamsThatNeverEnd() {
		try (EndpointServer server = EndpointServer.with("ws.shutdown.grace-period=5m", OwnLimit.class);
				WsTestClient client = server.connect("/own-limit")) {
			OwnLimit endpoint = server.bean(OwnLimit.class);
			fillsWithStreams(client, endpoint);
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
			client.expectClose(1001);
			client.close();
			assertThat(stopped).succeedsWithin(Duration.ofMinutes(1));
			await("no stream is under way").untilAtomic(endpoint.running, (running) -> assertThat(running).isZero());
		}
	}

	private static void fillsWithStreams(WsTestClient client, OwnLimit endpoint) {
		for (int i = 0; i < 5; i++) {
			client.send("stream");
		}
		await("a stream waits").untilAtomic(endpoint.calls, (calls) -> assertThat(calls).isEqualTo(2));
	}

	@Test
	void anEndpointHasALimitOfItsOwn() throws Exception {
		try (EndpointServer server = EndpointServer.with("streams.max=2", OwnLimit.class);
				WsTestClient client = server.connect("/own-limit")) {
			OwnLimit endpoint = server.bean(OwnLimit.class);
			for (int i = 0; i < 3; i++) {
				client.send("stream");
			}
			await("call 3").untilAtomic(endpoint.calls, (calls) -> assertThat(calls).isEqualTo(3));
			endpoint.nextSource().end();
			client.expectText("item");
			endpoint.endOthers();
			client.expectText("item").expectText("item");
			assertThat(endpoint.most).hasValue(2);
		}
	}

	/** The source of the only item of a stream, which then ends. */
	static class Source {

		private final CompletableFuture<String> item = new CompletableFuture<>();

		void end() {
			this.item.complete("item");
		}

	}

	abstract static class Endpoint {

		final AtomicInteger calls = new AtomicInteger();

		final AtomicInteger running = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		final BlockingQueue<Source> sources = new LinkedBlockingQueue<>();

		volatile boolean ending;

		/** Returns a source of a stream that has begun. */
		CompletableFuture<String> begin() {
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			Source source = new Source();
			this.sources.add(source);
			if (this.ending) {
				source.end();
			}
			return source.item;
		}

		String path() {
			WsEndpoint endpoint = getClass().getAnnotation(WsEndpoint.class);
			return endpoint.value() + endpoint.path();
		}

		Source nextSource() throws InterruptedException {
			Source next = this.sources.poll(60, TimeUnit.SECONDS);
			assertThat(next).as("a stream that has begun").isNotNull();
			return next;
		}

		/** Ends all streams, also those that begin later. */
		void endOthers() {
			this.ending = true;
			this.sources.forEach(Source::end);
		}

		Flux<String> flux() {
			this.calls.incrementAndGet();
			return Flux.defer(() -> Mono.fromFuture(begin()).flux())
				.doOnTerminate(this.running::decrementAndGet)
				.doOnCancel(this.running::decrementAndGet);
		}

		@OnMessage
		byte[] reply(byte[] message) {
			return message;
		}

	}

	@WsEndpoint("/fluxes")
	static class Fluxes extends Endpoint {

		@OnMessage
		Flux<String> onMessage(String text) {
			return flux();
		}

	}

	@WsEndpoint("/flows")
	static class Flows extends Endpoint {

		@OnMessage
		Flow.Publisher<String> onMessage(String text) {
			return FlowAdapters.toFlowPublisher(flux());
		}

	}

	@WsEndpoint("/streams")
	static class Streams extends Endpoint {

		final AtomicInteger closed = new AtomicInteger();

		@OnMessage
		Stream<String> onMessage(String text) {
			this.calls.incrementAndGet();
			AtomicBoolean begun = new AtomicBoolean();
			return Stream.of(text).map((any) -> {
				begun.set(true);
				return begin().join();
			}).onClose(() -> {
				this.closed.incrementAndGet();
				this.running.addAndGet(begun.get() ? -1 : 0);
			});
		}

	}

	@WsEndpoint("/iterables")
	static class Iterables extends Endpoint {

		@OnMessage
		Iterable<String> onMessage(String text) {
			this.calls.incrementAndGet();
			return () -> new Iterator<>() {

				private final CompletableFuture<String> item = begin();

				private boolean taken;

				@Override
				public boolean hasNext() {
					if (this.taken) {
						Iterables.this.running.decrementAndGet();
					}
					return !this.taken;
				}

				@Override
				public String next() {
					this.taken = true;
					return this.item.join();
				}

			};
		}

	}

	@WsEndpoint("/later")
	static class Later extends Endpoint {

		@OnMessage
		CompletionStage<Flux<String>> onMessage(String text) {
			return CompletableFuture.supplyAsync(this::flux);
		}

	}

	@WsEndpoint(path = "/side-by-side", ordering = Ordering.CONCURRENT, maxConcurrency = 4)
	static class SideBySide extends Endpoint {

		@OnMessage
		Flux<String> onMessage(String text) {
			return flux();
		}

	}

	@WsEndpoint("/failures")
	static class Failures extends Endpoint {

		@OnMessage
		void onMessage(String text) {
			throw new IllegalArgumentException(text);
		}

		@OnError
		Flux<String> onError(IllegalArgumentException error) {
			return flux();
		}

	}

	@WsEndpoint(path = "/own-limit", maxStreams = "${streams.max:1}")
	static class OwnLimit extends Endpoint {

		@OnMessage
		Flux<String> onMessage(String text) {
			return flux();
		}

	}

	@WsEndpoint("/opened")
	static class Opened {

		@OnOpen
		Flux<String> onOpen() {
			return Flux.<String>never().startWith("welcome");
		}

		@OnMessage
		Flux<String> onMessage(String text) {
			return Flux.just(text);
		}

	}

	@WsEndpoint("/flow")
	static class All {

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages;
		}

	}

}
