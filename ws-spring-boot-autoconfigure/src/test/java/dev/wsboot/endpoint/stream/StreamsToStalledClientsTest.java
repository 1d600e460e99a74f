/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams wait for clients that do not read, and neither lose items nor work in vain.
 */
@Timeout(300)
class StreamsToStalledClientsTest {

	private static final int SIZE = 100_000;

	/** More than the limit of the queue. */
	private static final int LARGE = 1_200_000;

	/** More than the kernels and the limit of the queue take. */
	private static final int ITEMS = 300;

	/** Time in which a stream without back-pressure would send many items. */
	private static final int ROUND_TRIPS = 500;

	private static final int STREAMS = 3;

	private static final int FEW = 4 * STREAMS;

	private static EndpointServer start(String property) {
		return EndpointServer.with(property, Echo.class, Pulled.class, Published.class, PulledToAll.class,
				PublishedToAll.class, PulledBehindFragments.class, PublishedBehindFragments.class,
				PulledToAllBehindFragments.class, PublishedToAllBehindFragments.class, PulledByKey.class,
				PublishedByKey.class, PulledToAllByKey.class, PublishedToAllByKey.class);
	}

	private static WsTestClient connect(EndpointServer server, Class<?> endpoint) {
		return server.connect(endpoint.getAnnotation(WsEndpoint.class).value());
	}

	private static Stream<Arguments> matrix(List<String> policies, Class<?>... endpoints) {
		return policies.stream()
			.flatMap((policy) -> Stream.of(endpoints).map((endpoint) -> Arguments.of(policy, endpoint)));
	}

	/** Has others work for a while. */
	private static void visit(EndpointServer server) {
		try (WsTestClient honest = connect(server, Echo.class)) {
			for (int i = 0; i < ROUND_TRIPS; i++) {
				honest.send("hello").expectText("hello");
			}
		}
	}

	private static void expectItems(WsTestClient client) {
		for (int i = 0; i < ITEMS; i++) {
			byte[] item = client.expectBinary();
			assertThat(item).hasSize(SIZE);
			assertThat(ByteBuffer.wrap(item).getInt()).as("number of the item").isEqualTo(i);
		}
	}

	private static long dropped(EndpointServer server) {
		return server.bean(WsServerLifecycle.class).server().counters().messagesDropped();
	}

	static Stream<Arguments> streams() {
		return matrix(List.of("drop-oldest", "drop-newest", "conflate", "close"), Pulled.class, Published.class,
				PulledToAll.class, PublishedToAll.class);
	}

	@ParameterizedTest
	@Tag("slow")
	@MethodSource("streams")
	void slowReaderGetsAllItemsInOrder(String policy, Class<? extends Source> endpoint) {
		try (EndpointServer server = start("ws.send.overflow-policy=" + policy);
				WsTestClient client = connect(server, endpoint)) {
			client.send("begin");
			visit(server);
			assertThat(server.bean(endpoint).asked.get()).as("items asked for").isLessThan(ITEMS);
			expectItems(client);
			assertThat(dropped(server)).isZero();
		}
	}

	static Stream<Class<?>> broadcasts() {
		return Stream.of(PulledToAll.class, PublishedToAll.class);
	}

	@ParameterizedTest
	@MethodSource("broadcasts")
	void aReceiverThatDoesNotReadDelaysNoOther(Class<? extends Source> endpoint) {
		// so large that no client reads too late
		try (EndpointServer server = start("ws.send.buffer-limit=64MB");
				WsTestClient stalled = connect(server, endpoint);
				WsTestClient reader = connect(server, endpoint)) {
			stalled.send("begin");
			expectItems(reader);
		}
	}

	static Stream<Arguments> behindFragments() {
		return matrix(List.of("drop-oldest", "drop-newest", "conflate", "close"), PulledBehindFragments.class,
				PublishedBehindFragments.class);
	}

	@ParameterizedTest
	@MethodSource("behindFragments")
	void itemsAfterAnUnfinishedMessageWaitForItsEnd(String policy, Class<? extends Source> endpoint) {
		try (EndpointServer server = start("ws.send.overflow-policy=" + policy);
				WsTestClient client = connect(server, endpoint)) {
			for (int i = 0; i < STREAMS; i++) {
				client.send("begin");
			}
			visit(server);
			assertThat(server.bean(endpoint).asked.get()).as("items asked for").isLessThanOrEqualTo(STREAMS);
			client.send("end");
			assertThat(client.expectBinary()).as("the message in fragments").hasSize(STREAMS + 1);
			int[] next = new int[STREAMS];
			for (int i = 0; i < 5 * STREAMS; i++) {
				ByteBuffer item = ByteBuffer.wrap(client.expectBinary());
				assertThat(item.remaining()).isEqualTo(LARGE);
				int number = item.getInt();
				assertThat(number).isEqualTo(next[item.getInt()]++);
			}
			assertThat(dropped(server)).isZero();
		}
	}

	static Stream<Arguments> droppedItems() {
		return matrix(List.of("drop-oldest", "drop-newest", "conflate"), PulledToAllBehindFragments.class,
				PublishedToAllBehindFragments.class, PulledByKey.class, PublishedByKey.class, PulledToAllByKey.class,
				PublishedToAllByKey.class);
	}

	@ParameterizedTest
	@Tag("slow")
	@MethodSource("droppedItems")
	void streamsThatDropOrReplaceEachOthersItemsWaitForRoom(String policy, Class<? extends Source> endpoint) {
		try (EndpointServer server = start("ws.send.overflow-policy=" + policy);
				WsTestClient client = connect(server, endpoint)) {
			for (int i = 0; i < STREAMS; i++) {
				client.send("begin");
			}
			visit(server);
			assertThat(server.bean(endpoint).asked.get()).as("items asked for").isLessThanOrEqualTo(FEW);
			client.send("end");
			assertThat(client.expectBinary()).as("the message in fragments").hasSize(STREAMS + 1);
			for (int i = 0; i < 5 * STREAMS; i++) {
				assertThat(client.expectBinary()).isNotEmpty();
			}
		}
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

	/**
	 * Counts the items that its streams are asked for.
	 */
	static class Source {

		final AtomicInteger asked = new AtomicInteger();

		private final AtomicInteger streams = new AtomicInteger();

		byte[] item(int size, int number, int stream) {
			this.asked.incrementAndGet();
			return ByteBuffer.allocate(size).putInt(number).putInt(stream).array();
		}

		Stream<byte[]> stream(int size) {
			int stream = this.streams.getAndIncrement();
			return Stream.iterate(0, (number) -> number + 1).map((number) -> item(size, number, stream));
		}

		Flux<byte[]> flux(int size) {
			int stream = this.streams.getAndIncrement();
			return Flux.generate(() -> 0, (number, sink) -> {
				sink.next(item(size, number, stream));
				return number + 1;
			});
		}

		/** Continues or finishes a fragmented message. */
		boolean begins(WsSession session, String text) {
			boolean begins = text.equals("begin");
			session.sendBinary(ByteBuffer.allocate(1), !begins);
			return begins;
		}

	}

	@WsEndpoint("/pulled")
	static class Pulled extends Source {

		@OnMessage
		Stream<byte[]> answer(String text) {
			return stream(SIZE).limit(ITEMS);
		}

	}

	@WsEndpoint("/published")
	static class Published extends Source {

		@OnMessage
		Flux<byte[]> answer(String text) {
			return flux(SIZE).take(ITEMS);
		}

	}

	@WsEndpoint("/pulled-to-all")
	static class PulledToAll extends Source {

		@OnMessage
		@Broadcast
		Stream<byte[]> answer(String text) {
			return stream(SIZE).limit(ITEMS);
		}

	}

	@WsEndpoint("/published-to-all")
	static class PublishedToAll extends Source {

		@OnMessage
		@Broadcast
		Flux<byte[]> answer(String text) {
			return flux(SIZE).take(ITEMS);
		}

	}

	@WsEndpoint("/pulled-behind-fragments")
	static class PulledBehindFragments extends Source {

		@OnMessage
		@Nullable Stream<byte[]> answer(String text, WsSession session) {
			return begins(session, text) ? stream(LARGE) : null;
		}

	}

	@WsEndpoint("/published-behind-fragments")
	static class PublishedBehindFragments extends Source {

		@OnMessage
		@Nullable Flux<byte[]> answer(String text, WsSession session) {
			return begins(session, text) ? flux(LARGE) : null;
		}

	}

	@WsEndpoint("/pulled-to-all-behind-fragments")
	static class PulledToAllBehindFragments extends Source {

		@OnMessage
		@Broadcast
		@Nullable Stream<byte[]> answer(String text, WsSession session) {
			return begins(session, text) ? stream(LARGE) : null;
		}

	}

	@WsEndpoint("/published-to-all-behind-fragments")
	static class PublishedToAllBehindFragments extends Source {

		@OnMessage
		@Broadcast
		@Nullable Flux<byte[]> answer(String text, WsSession session) {
			return begins(session, text) ? flux(LARGE) : null;
		}

	}

	@WsEndpoint("/pulled-by-key")
	static class PulledByKey extends Source {

		@OnMessage
		@Nullable Stream<KeyedMessage> answer(String text, WsSession session) {
			return begins(session, text) ? stream(SIZE).map((item) -> new KeyedMessage("key", item)) : null;
		}

	}

	@WsEndpoint("/published-by-key")
	static class PublishedByKey extends Source {

		@OnMessage
		@Nullable Flux<KeyedMessage> answer(String text, WsSession session) {
			return begins(session, text) ? flux(SIZE).map((item) -> new KeyedMessage("key", item)) : null;
		}

	}

	@WsEndpoint("/pulled-to-all-by-key")
	static class PulledToAllByKey extends Source {

		@OnMessage
		@Broadcast
		@Nullable Stream<KeyedMessage> answer(String text, WsSession session) {
			return begins(session, text) ? stream(SIZE).map((item) -> new KeyedMessage("key", item)) : null;
		}

	}

	@WsEndpoint("/published-to-all-by-key")
	static class PublishedToAllByKey extends Source {

		@OnMessage
		@Broadcast
		@Nullable Flux<KeyedMessage> answer(String text, WsSession session) {
			return begins(session, text) ? flux(SIZE).map((item) -> new KeyedMessage("key", item)) : null;
		}

	}

}
