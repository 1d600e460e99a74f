/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 1: messages of a session reach its handler in order and one at a time;
 * messages sent by one thread leave in order.
 */
class OrderTest {

	private static final int SENDERS = 4;

	static Stream<Named<Predicate<SessionEvent>>> nonBlockingEvents() {
		return Stream.of(Named.of("all on the executor", (event) -> false),
				Named.of("all on the loop", (event) -> true),
				Named.of("text on the loop", (event) -> event == SessionEvent.TEXT),
				Named.of("open and binary on the loop",
						(event) -> event == SessionEvent.OPEN || event == SessionEvent.BINARY));
	}

	@ParameterizedTest
	@MethodSource("nonBlockingEvents")
	void messagesAreHandledInOrderAndOneAtATime(Predicate<SessionEvent> isNonBlocking) throws Exception {
		int peers = 8;
		int messages = 2000;
		CountDownLatch allHandled = new CountDownLatch(peers * messages);
		Map<WsSession, Integer> next = new ConcurrentHashMap<>();
		Queue<String> disorder = new ConcurrentLinkedQueue<>();
		Recorder recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return isNonBlocking.test(event);
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				int number = Integer.parseInt(new String(message.bytes(), StandardCharsets.US_ASCII));
				int expected = next.merge(session, 1, Integer::sum) - 1;
				if (number != expected) {
					disorder.add(number + " instead of " + expected);
				}
				if (number % 100 == 0) {
					// long enough for others to overtake, if they could
					LockSupport.parkNanos(100_000);
				}
				allHandled.countDown();
			}
		};
		try (WsServer server = Servers.start(recorder)) {
			List<Peer> all = new ArrayList<>();
			for (int i = 0; i < peers; i++) {
				all.add(Peer.open(server));
			}
			for (int batch = 0; batch < messages; batch += 50) {
				byte[] bytes = numbers(batch, 50);
				for (Peer peer : all) {
					peer.sends(bytes);
				}
			}
			Await.on(allHandled);
			for (Peer peer : all) {
				peer.close();
			}
			for (int i = 0; i < peers; i++) {
				recorder.awaitClosed();
			}
			assertThat(disorder).isEmpty();
			assertThat(recorder.faults).isEmpty();
			assertThat(recorder.errors).isEmpty();
		}
	}

	/** Numbers in turn as text and binary messages. */
	private static byte[] numbers(int from, int count) {
		byte[][] frames = new byte[count][];
		for (int i = 0; i < count; i++) {
			byte[] payload = Integer.toString(from + i).getBytes(StandardCharsets.US_ASCII);
			frames[i] = Peer.frame(true, (i % 2 == 0) ? Opcode.TEXT : Opcode.BINARY, payload);
		}
		return Peer.concat(frames);
	}

	@Test
	void messagesOfOneThreadLeaveInOrderAlsoWhenTheSocketIsFull() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(Servers.options().send((send) -> send.bufferLimit(Integer.MAX_VALUE)),
				recorder); Peer peer = Peer.openNarrow(server)) {
			WsSession session = recorder.awaitOpen();
			String padding = "x".repeat(500);
			AtomicInteger sent = new AtomicInteger();
			Servers.fillSocket(session, () -> session.sendText(sent.getAndIncrement() + padding));
			// from now on, thread and loop take turns in writing
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 10_000; i++) {
					session.sendText(sent.getAndIncrement() + padding);
				}
				session.sendText("last");
			});
			sender.start();
			int received = 0;
			for (String text = peer.receivesText(); !text.equals("last"); text = peer.receivesText()) {
				assertThat(text).isEqualTo(received + padding);
				received++;
			}
			assertThat(received).isEqualTo(sent.get());
			Await.end(sender);
		}
	}

	@Test
	void severalSendersNeverCorruptFramesNorOverturnTheOrderOfEach() throws Exception {
		int messages = 1500;
		Recorder recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				// the loop is a sender, too
				session.sendBinary(message.bytes());
			}
		};
		try (WsServer server = Servers.start(Servers.options().send((send) -> send.bufferLimit(Integer.MAX_VALUE)),
				recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			List<Thread> senders = new ArrayList<>();
			for (int i = 1; i <= SENDERS; i++) {
				int sender = i;
				senders.add(new Thread(() -> {
					for (int number = 0; number < messages; number++) {
						session.sendBinary(numbered(sender, number));
						if (number % 64 == 0) {
							session.ping(ByteBuffer.allocate(sender));
						}
					}
				}));
			}
			Thread peersSender = new Thread(() -> {
				try {
					for (int number = 0; number < messages; number++) {
						peer.sendsBinary(numbered(0, number));
					}
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			senders.add(peersSender);
			senders.forEach(Thread::start);
			int[] next = new int[1 + SENDERS];
			for (int i = 0; i < (1 + SENDERS) * messages; i++) {
				Peer.Frame frame = receivesData(peer);
				int sender = frame.payload()[0];
				assertThat(frame.payload()).isEqualTo(numbered(sender, next[sender]));
				next[sender]++;
			}
			for (Thread sender : senders) {
				Await.end(sender);
			}
			assertThat(next).containsOnly(messages);
		}
	}

	/** A payload of 5 to 4,000 bytes that tells whose it is, and looks like no other. */
	private static byte[] numbered(int sender, int number) {
		byte[] payload = new byte[5 + (number * 37 + sender * 11) % 4000];
		Arrays.fill(payload, (byte) (number * 31 + sender));
		return ByteBuffer.wrap(payload).put((byte) sender).putInt(number).array();
	}

	@Test
	void noOtherMessageEntersAFragmentedOne() throws Exception {
		int messages = 500;
		int parts = 5;
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(Servers.options().send((send) -> send.bufferLimit(Integer.MAX_VALUE)),
				recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			List<Thread> senders = new ArrayList<>();
			senders.add(new Thread(() -> {
				for (int i = 0; i < messages; i++) {
					for (int part = 0; part < parts; part++) {
						session.sendText(i + "." + part + " ", part == parts - 1);
					}
				}
			}));
			for (int i = 1; i < SENDERS; i++) {
				int sender = i;
				senders.add(new Thread(() -> {
					for (int number = 0; number < messages; number++) {
						session.sendBinary(numbered(sender, number));
						session.ping(ByteBuffer.allocate(sender));
					}
				}));
			}
			senders.forEach(Thread::start);
			int[] next = new int[SENDERS];
			for (int i = 0; i < SENDERS * messages; i++) {
				Peer.Frame frame = receivesData(peer);
				int sender = 0;
				if (frame.opcode() == Opcode.TEXT) {
					assertFragments(peer, frame, next[0], parts);
				}
				else {
					sender = frame.payload()[0];
					assertThat(frame.payload()).isEqualTo(numbered(sender, next[sender]));
				}
				next[sender]++;
			}
			for (Thread sender : senders) {
				Await.end(sender);
			}
			assertThat(next).containsOnly(messages);
		}
	}

	private static void assertFragments(Peer peer, Peer.Frame first, int message, int parts) throws Exception {
		Peer.Frame frame = first;
		for (int part = 0; part < parts; part++) {
			assertThat(frame.text()).isEqualTo(message + "." + part + " ");
			assertThat(frame.fin()).isEqualTo(part == parts - 1);
			if (part < parts - 1) {
				frame = receivesData(peer);
				assertThat(frame.opcode()).isEqualTo(Opcode.CONTINUATION);
			}
		}
	}

	/** Receives the next frame that is no ping. */
	private static Peer.Frame receivesData(Peer peer) throws Exception {
		Peer.Frame frame = peer.receives();
		while (frame.opcode() == Opcode.PING) {
			frame = peer.receives();
		}
		return frame;
	}

	@Test
	void fragmentsHoldBackOnlyWhatIsNoControlFrame() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			session.sendText("one ", false);
			session.sendText("whole");
			session.ping(ByteBuffer.wrap(new byte[] { 1 }));
			session.sendText("two", true);
			session.sendBinary(ByteBuffer.wrap(new byte[] { 3 }), false);
			session.sendBinary(ByteBuffer.wrap(new byte[0]), true);
			assertThat(List.of(peer.receives(), peer.receives(), peer.receives(), peer.receives(), peer.receives(),
					peer.receives()))
				.extracting(Peer.Frame::opcode)
				.containsExactly(Opcode.TEXT, Opcode.PING, Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY,
						Opcode.CONTINUATION);
		}
	}

}
