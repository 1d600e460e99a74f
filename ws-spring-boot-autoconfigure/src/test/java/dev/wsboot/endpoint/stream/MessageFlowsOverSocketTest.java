/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that take all messages of a session at once, as a Flux or another publisher,
 * and those that take one as a Mono.
 */
class MessageFlowsOverSocketTest {

	record Point(@Positive int x) {
	}

	@Test
	void messagesFlowThroughTheMethodsOperators() {
		try (EndpointServer server = EndpointServer.of(Doubling.class, OfFlow.class, OfPublisher.class)) {
			for (String path : List.of("/doubling", "/flow", "/publisher")) {
				try (WsTestClient first = server.connect(path); WsTestClient second = server.connect(path)) {
					first.expectText("open").send("{\"x\":1}").expectText("2");
					second.expectText("open").send("{\"x\":10}").expectText("20");
					first.send("{\"x\":2}").expectText("4").close(1000, "").expectClose(1000);
				}
			}
		}
	}

	@WsEndpoint("/doubling")
	static class Doubling {

		@OnOpen
		String onOpen() {
			return "open";
		}

		@OnMessage
		Flux<Integer> onMessages(Flux<Point> points) {
			return points.map((point) -> point.x() * 2);
		}

	}

	@WsEndpoint("/flow")
	static class OfFlow {

		@OnMessage
		Flux<String> onMessages(Flow.Publisher<Point> points) {
			return reactor.adapter.JdkFlowAdapter.flowPublisherToFlux(points)
				.map((point) -> "" + point.x() * 2)
				.startWith("open");
		}

	}

	@WsEndpoint("/publisher")
	static class OfPublisher {

		@OnMessage
		Publisher<String> onMessages(Publisher<Point> points) {
			return Flux.from(points).map((point) -> "" + point.x() * 2).startWith("open");
		}

	}

	@Test
	void textAndBinaryHaveFlowsOfTheirOwn() {
		try (EndpointServer server = EndpointServer.of(Both.class, OnTheLoop.class, Wire.class)) {
			for (String path : List.of("/both", "/loop", "/wire")) {
				try (WsTestClient client = server.connect(path)) {
					client.send("a").expectText("a").sendBinary((byte) 1).expectBinary((byte) 1);
					client.send("b").expectText("b").sendBinary((byte) 2).expectBinary((byte) 2);
				}
			}
		}
	}

	@WsEndpoint("/both")
	static class Both {

		@OnMessage
		Flux<String> onText(Flux<String> texts) {
			return texts;
		}

		@OnMessage
		Flux<byte[]> onBinary(Flux<byte[]> bytes) {
			return bytes;
		}

	}

	@WsEndpoint("/loop")
	static class OnTheLoop {

		@NonBlocking
		@OnMessage
		Flux<String> onText(Flux<String> texts) {
			return texts;
		}

		@NonBlocking
		@OnMessage
		Flux<ByteBuffer> onBinary(Flux<ByteBuffer> buffers) {
			return buffers.publishOn(Schedulers.parallel(), 1);
		}

	}

	@WsEndpoint("/wire")
	static class Wire {

		@OnMessage
		Flux<WsMessage> onMessages(Flux<WsMessage> messages) {
			return messages;
		}

	}

	@Test
	@Tag("slow")
	void slowSubscriberGetsAllMessagesAndSlowsDownTheClient() throws Exception {
		try (EndpointServer server = EndpointServer.with("ws.inbound.max-messages=8", SlowAside.class,
				SlowLoop.class)) {
			for (String path : List.of("/slow", "/slow-loop")) {
				Slow slow = path.equals("/slow") ? server.bean(SlowAside.class) : server.bean(SlowLoop.class);
				long before = server.bean(WsServerLifecycle.class).server().counters().messagesReceived();
				slow.received = () -> server.bean(WsServerLifecycle.class).server().counters().messagesReceived()
						- before;
				try (WsTestClient client = WsTestClient.to(server.uri(path))
					.timeout(Duration.ofSeconds(60))
					.connect()) {
					CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
						for (int i = 0; i < Slow.COUNT; i++) {
							client.send(i + "x".repeat(1000));
						}
					});
					client.expectText("all");
					sent.join();
					client.close(1000, "").expectClose(1000);
				}
				assertThat(slow.numbers).containsExactlyElementsOf(IntStream.range(0, Slow.COUNT).boxed().toList());
				// what fits into one read comes on top of the eight
				assertThat(slow.mostAhead).isLessThan(500);
			}
		}
	}

	static class Slow {

		static final int COUNT = 10_000;

		final List<Integer> numbers = new ArrayList<>();

		volatile java.util.function.LongSupplier received;

		volatile long mostAhead;

		Flux<String> onMessages(Flux<String> messages) {
			return messages.publishOn(Schedulers.boundedElastic(), 1)
				.doOnNext(this::take)
				.filter((text) -> this.numbers.size() == COUNT)
				.map((text) -> "all");
		}

		private void take(String text) {
			this.numbers.add(Integer.parseInt(text.substring(0, text.indexOf('x'))));
			this.mostAhead = Math.max(this.mostAhead, this.received.getAsLong() - this.numbers.size());
		}

	}

	@WsEndpoint("/slow")
	static class SlowAside extends Slow {

		@Override
		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return super.onMessages(messages);
		}

	}

	@WsEndpoint("/slow-loop")
	static class SlowLoop extends Slow {

		@Override
		@NonBlocking
		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return super.onMessages(messages);
		}

	}

	@Test
	void messagesWaitForALateSubscriberAndThereIsOneOnly() throws Exception {
		try (EndpointServer server = EndpointServer.of(Late.class); WsTestClient client = server.connect("/late")) {
			client.send("a").send("b").ping("still read").expectPong("still read");
			Late late = server.bean(Late.class);
			Flux<String> messages = late.messages.poll(60, TimeUnit.SECONDS);
			BlockingQueue<String> taken = new LinkedBlockingQueue<>();
			messages.subscribe(taken::add, (ex) -> taken.add(ex.toString()), () -> taken.add("complete"));
			assertThat(taken.poll(60, TimeUnit.SECONDS)).isEqualTo("a");
			assertThat(taken.poll(60, TimeUnit.SECONDS)).isEqualTo("b");
			BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();
			messages.subscribe((text) -> {
			}, refused::add);
			assertThat(refused.poll(60, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("one subscriber");
			client.close(4000, "").expectClose(4000);
			assertThat(taken.poll(60, TimeUnit.SECONDS)).isEqualTo("complete");
		}
	}

	@Test
	void subscriberAfterTheEndGetsWaitingMessages() {
		try (EndpointTester tester = EndpointTester.of(Late.class)) {
			tester.open("/late").text("a").closed(CloseStatus.NORMAL);
			List<String> taken = new ArrayList<>();
			tester.bean(Late.class).messages.remove()
				.subscribe(taken::add, (ex) -> taken.add(ex.toString()), () -> taken.add("complete"));
			assertThat(taken).containsExactly("a", "complete");
		}
	}

	@WsEndpoint("/late")
	static class Late {

		final BlockingQueue<Flux<String>> messages = new LinkedBlockingQueue<>();

		@OnMessage
		void onMessages(Flux<String> messages) {
			this.messages.add(messages);
		}

	}

	@Test
	void theFlowEndsBeforeOnClose() throws Exception {
		try (EndpointServer server = EndpointServer.of(Ending.class)) {
			Ending ending = server.bean(Ending.class);
			try (WsTestClient client = server.connect("/ending")) {
				client.send("a").expectText("a").close(1000, "").expectClose(1000);
			}
			ending.expect("a", "complete", "close 1000");
			WsTestClient client = server.connect("/ending");
			client.send("unanswered");
			ending.expect("unanswered");
			client.raw().reset();
			ending.expect("error 1006", "close 1006");
			try (WsTestClient invalid = server.connect("/ending")) {
				invalid.sendFrame(true, 1, (byte) 0xff).expectClose(1007);
			}
			ending.expect("error 1007", "close 1007");
			assertThat(ending.errors).isEmpty();
		}
	}

	@WsEndpoint("/ending")
	static class Ending {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();

		void expect(String... expected) throws InterruptedException {
			for (String event : expected) {
				assertThat(this.events.poll(60, TimeUnit.SECONDS)).isEqualTo(event);
			}
		}

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages.doOnNext(this.events::add)
				.doOnComplete(() -> this.events.add("complete"))
				.doOnError((ex) -> this.events.add("error " + ((IncompleteMessageException) ex).status().code()))
				.doOnCancel(() -> this.events.add("cancel"))
				// whoever sends the last answer may see the end first, and cancel
				.filter((text) -> !text.equals("unanswered"));
		}

		@OnClose
		void onClose(CloseStatus status) {
			this.events.add("close " + status.code());
		}

		@OnError
		void onError(Throwable error) {
			this.errors.add(error);
		}

	}

	@Test
	void messageWithoutDemandFailsTheFlowAtTheEnd() throws Exception {
		try (EndpointServer server = EndpointServer.of(Idle.class)) {
			Idle idle = server.bean(Idle.class);
			WsTestClient client = server.connect("/idle");
			client.send("a").send("b").send("c");
			assertThat(idle.events.poll(60, TimeUnit.SECONDS)).isEqualTo("a");
			client.raw().reset();
			assertThat(idle.events.poll(60, TimeUnit.SECONDS)).isEqualTo("error 1006");
		}
		try (EndpointTester tester = EndpointTester.of(Idle.class)) {
			Idle idle = tester.bean(Idle.class);
			tester.open("/idle").text("a").closed(CloseStatus.NORMAL);
			assertThat(idle.events).containsExactly("a", "complete");
			idle.events.clear();
			tester.open("/idle").text("a").text("b").closed(CloseStatus.NORMAL);
			assertThat(idle.events).containsExactly("a", "error 1000");
			idle.events.clear();
			// what comes behind a reset is not held back any more
			EndpointTester.Dialogue lost = tester.open("/idle").text("a").text("b").text("c");
			idle.subscriptions.get(2).request(5);
			lost.closed(CloseStatus.NORMAL);
			assertThat(idle.events).containsExactly("a", "b", "error 1000");
		}
	}

	@WsEndpoint("/idle")
	static class Idle {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

		@OnMessage
		void onMessages(Flux<String> messages) {
			messages.subscribe(new BaseSubscriber<String>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					Idle.this.subscriptions.add(subscription);
					subscription.request(1);
				}

				@Override
				protected void hookOnNext(String text) {
					Idle.this.events.add(text);
				}

				@Override
				protected void hookOnComplete() {
					Idle.this.events.add("complete");
				}

				@Override
				protected void hookOnError(Throwable error) {
					Idle.this.events.add("error " + ((IncompleteMessageException) error).status().code());
				}

			});
		}

	}

	@Test
	void whatIsCancelledDropsTheRest() {
		try (EndpointServer server = EndpointServer.of(Three.class); WsTestClient client = server.connect("/three")) {
			client.send("a").send("b").send("c").send("d").send("e");
			client.expectText("a").expectText("b").expectText("c").expectText("done");
			client.send("f").ping("g").expectPong("g").close(1000, "").expectClose(1000);
		}
	}

	@WsEndpoint("/three")
	static class Three {

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages.take(3).concatWithValues("done");
		}

	}

	@Test
	void oneAnswerToManyMessagesDoesNotHoldThemBack() {
		try (EndpointServer server = EndpointServer.of(Sum.class); WsTestClient client = server.connect("/sum")) {
			client.send("1").send("2").send("3").expectText("6");
		}
	}

	@WsEndpoint("/sum")
	static class Sum {

		@OnMessage
		Mono<Integer> onMessages(Flux<Integer> messages) {
			return messages.take(3).reduce(0, Integer::sum);
		}

	}

	@Test
	void errorsOfOperatorsAndOfTheMethodGoToTheErrorMethod() {
		try (EndpointServer server = EndpointServer.of(Failing.class, Unhandled.class, Throwing.class, Rude.class)) {
			try (WsTestClient client = server.connect("/failing")) {
				client.send("a").expectText("a").send("fail").expectText("error: fail");
				client.send("dropped").ping("p").expectPong("p");
			}
			try (WsTestClient client = server.connect("/unhandled")) {
				client.send("fail").expectClose(1011);
			}
			try (WsTestClient client = server.connect("/throwing")) {
				client.expectText("error: at once").send("dropped").ping("p").expectPong("p");
			}
			for (String what : List.of("next", "zero")) {
				try (WsTestClient client = server.connect("/rude")) {
					client.send(what).expectText("error: " + what);
				}
			}
		}
	}

	static class Handling {

		@OnError
		String onError(Exception error) {
			return "error: " + error.getMessage();
		}

	}

	private static String failing(String text) {
		if (text.equals("fail")) {
			throw new IllegalStateException("fail");
		}
		return text;
	}

	@WsEndpoint("/failing")
	static class Failing extends Handling {

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages.map(MessageFlowsOverSocketTest::failing);
		}

	}

	@WsEndpoint("/unhandled")
	static class Unhandled {

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages.map(MessageFlowsOverSocketTest::failing);
		}

	}

	@WsEndpoint("/throwing")
	static class Throwing extends Handling {

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			throw new IllegalStateException("at once");
		}

	}

	/** Breaks the rules of Reactive Streams. */
	@WsEndpoint("/rude")
	static class Rude extends Handling {

		@OnMessage
		void onMessages(WsSession session, Flow.Publisher<String> messages) {
			messages.subscribe(new Flow.Subscriber<>() {

				private Flow.Subscription subscription;

				@Override
				public void onSubscribe(Flow.Subscription subscription) {
					this.subscription = subscription;
					subscription.request(1);
				}

				@Override
				public void onNext(String text) {
					if (text.equals("next")) {
						throw new IllegalStateException("next");
					}
					this.subscription.request(0);
				}

				@Override
				public void onError(Throwable error) {
					if (error instanceof IllegalArgumentException) {
						session.sendText("error: zero");
					}
				}

				@Override
				public void onComplete() {
				}

			});
		}

	}

	@Test
	void aMessageThatCannotBeReadIsTheSessionsError() {
		try (EndpointServer server = EndpointServer.of(Doubling.class, Lenient.class,
				LocalValidatorFactoryBean.class)) {
			try (WsTestClient client = server.connect("/doubling")) {
				client.expectText("open").send("no JSON").expectClose(1007);
			}
			try (WsTestClient client = server.connect("/doubling")) {
				client.expectText("open").send("null").expectClose(1007);
			}
			try (WsTestClient client = server.connect("/lenient")) {
				client.send("no JSON").expectText("invalid no JSON").send("{\"x\":0}").expectText("invalid {\"x\":0}");
				client.send("{\"x\":1}").expectText("1");
			}
		}
	}

	@WsEndpoint("/lenient")
	static class Lenient {

		@OnMessage
		Flux<Integer> onMessages(@Valid Flux<Point> points) {
			return points.map(Point::x);
		}

		@OnError
		String onInvalid(InvalidMessageException error, WsMessage message) {
			return "invalid " + message.text();
		}

	}

	@Test
	void aFlowBeginsWithTheFirstMessageIfTheOpeningFailed() {
		try (EndpointServer server = EndpointServer.of(FailingOpen.class);
				WsTestClient client = server.connect("/failing-open")) {
			client.expectText("error: open").send("a").expectText("begun").expectText("a");
		}
	}

	@WsEndpoint("/failing-open")
	static class FailingOpen extends Handling {

		@OnOpen
		void onOpen() {
			throw new IllegalStateException("open");
		}

		@OnMessage
		Flux<String> onMessages(Flux<String> messages) {
			return messages.startWith("begun");
		}

	}

	@Test
	void messagesWithNamesGoToTheirMethods() {
		try (EndpointServer server = EndpointServer.of(Names.class); WsTestClient client = server.connect("/names")) {
			client.send("{\"type\":\"ping\"}").expectText("pong").send("other").expectText("other");
		}
	}

	@WsEndpoint("/names")
	static class Names {

		@OnMessage("ping")
		String onPing() {
			return "pong";
		}

		@OnMessage
		Flux<String> onOthers(Flux<String> messages) {
			return messages;
		}

	}

	@Test
	void aMonoIsTheMessageOfACall() {
		try (EndpointServer server = EndpointServer.of(One.class); WsTestClient client = server.connect("/one")) {
			client.send("{\"x\":1}").expectText("1").send("{\"x\":2}").expectText("2");
			client.send("no JSON").expectText("invalid").send("null").expectText("invalid");
			client.sendBinary((byte) 7).expectBinary((byte) 7);
		}
	}

	@WsEndpoint("/one")
	static class One {

		@OnMessage
		Mono<Integer> onMessage(Mono<Point> point) {
			return point.map(Point::x);
		}

		@OnMessage
		Mono<byte[]> onBinary(Mono<byte[]> bytes) {
			return bytes;
		}

		@OnError
		String onInvalid(InvalidMessageException error) {
			return "invalid";
		}

	}

}
