/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 7: one slow client never delays the others. Here all of them share one event
 * loop, and the slow one stays slow until the others are done.
 */
class SlowClientTest {

	private final WsServerOptions.Builder options = Servers.options().eventLoops(1);

	@Test
	void aStalledReceiverDoesNotDelayABroadcast() throws Exception {
		// no limit, so that it is not simply closed
		this.options.send((send) -> send.bufferLimit(Integer.MAX_VALUE).timeout(Duration.ofDays(1)));
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(this.options, recorder)) {
			Peer stalled = Peer.openNarrow(server);
			WsSession stalledSession = recorder.awaitOpen();
			List<Peer> others = new ArrayList<>();
			List<Thread> readers = new ArrayList<>();
			Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
			int messages = 800;
			for (int i = 0; i < 4; i++) {
				Peer peer = Peer.open(server);
				others.add(peer);
				readers.add(new Thread(() -> {
					try {
						for (int number = 0; number < messages; number++) {
							byte[] payload = peer.receives().payload();
							assertThat(payload).hasSize(10_000).startsWith((byte) (number >>> 8), (byte) number);
						}
					}
					catch (Throwable ex) {
						failures.add(ex);
					}
				}));
				recorder.awaitOpen();
			}
			readers.forEach(Thread::start);
			for (int number = 0; number < messages; number++) {
				byte[] payload = new byte[10_000];
				payload[0] = (byte) (number >>> 8);
				payload[1] = (byte) number;
				server.sessions().broadcast("test", PreparedMessage.binary(payload));
			}
			for (Thread reader : readers) {
				Await.end(reader);
			}
			assertThat(failures).isEmpty();
			assertThat(stalledSession.isOpen()).isTrue();
			assertThat(stalledSession.queuedBytes()).as("what waits for the stalled one").isPositive();
			stalled.resets();
			for (Peer other : others) {
				other.close();
			}
		}
	}

	@Test
	void aBlockedHandlerDelaysOnlyItsOwnSession() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Recorder recorder = new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("block")) {
					Await.on(release);
				}
				super.whenMessage(session, message);
			}
		};
		try (WsServer server = Servers.start(this.options, recorder)) {
			List<Peer> blocked = new ArrayList<>();
			// fewer than the pool has threads where there are no virtual ones
			for (int i = 0; i < 150; i++) {
				blocked.add(Peer.open(server).sendsText("block"));
			}
			Await.until("all slow handlers block", () -> recorder.messages.size() == blocked.size());
			try (Peer other = Peer.open(server)) {
				for (int i = 0; i < 100; i++) {
					assertThat(other.sendsText("message " + i).receivesText()).isEqualTo("message " + i);
				}
			}
			release.countDown();
			for (Peer peer : blocked) {
				assertThat(peer.receivesText()).isEqualTo("block");
				peer.close();
			}
		}
	}

	@Test
	void whoReadsGreedilyDoesNotKeepTheLoop() throws Exception {
		this.options.send((send) -> send.bufferLimit(4_000_000).overflowPolicy(OverflowPolicy.DROP_NEWEST));
		Recorder recorder = new Echo();
		AtomicBoolean over = new AtomicBoolean();
		try (WsServer server = Servers.start(this.options, recorder)) {
			Peer greedy = Peer.openNarrow(server);
			WsSession flooded = recorder.awaitOpen();
			Thread reader = reading(greedy);
			List<Thread> senders = new ArrayList<>();
			PreparedMessage message = PreparedMessage.binary(new byte[1000]);
			for (int i = 0; i < 3; i++) {
				senders.add(new Thread(() -> {
					while (!over.get()) {
						flooded.send(message);
					}
				}));
			}
			reader.start();
			senders.forEach(Thread::start);
			Await.until("a message is dropped", () -> server.counters().messagesDropped() > 0);
			try (Peer other = Peer.open(server)) {
				for (int i = 0; i < 20; i++) {
					assertThat(other.sendsText("message " + i).receivesText()).isEqualTo("message " + i);
				}
			}
			over.set(true);
			for (Thread sender : senders) {
				Await.end(sender);
			}
			greedy.sendsEnd();
			Await.end(reader);
		}
	}

	@Test
	void whoSendsWithoutEndDoesNotKeepTheLoop() throws Exception {
		// pings and empty messages, as fast as they go, and not reading the answers
		byte[] flood = new byte[60_000];
		byte[] pair = Peer.concat(Peer.frame(true, Opcode.PING, new byte[0]),
				Peer.frame(true, Opcode.BINARY, new byte[0]));
		for (int i = 0; i + pair.length <= flood.length; i += pair.length) {
			System.arraycopy(pair, 0, flood, i, pair.length);
		}
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				if (message.isText()) {
					session.sendText(message.text());
				}
			}
		};
		try (WsServer server = Servers.start(this.options, recorder)) {
			Peer flooding = Peer.openNarrow(server);
			Thread sender = new Thread(() -> {
				try {
					while (true) {
						flooding.sends(flood);
					}
				}
				catch (Exception ex) {
					// reset
				}
			});
			sender.start();
			Await.until("the flood has come", () -> server.counters().pingsReceived() > 10_000);
			try (Peer other = Peer.open(server)) {
				for (int i = 0; i < 20; i++) {
					assertThat(other.sendsText("message " + i).receivesText()).isEqualTo("message " + i);
				}
			}
			flooding.resets();
			Await.end(sender);
		}
	}

	@Test
	void anUndecidedHandshakeDelaysNobody() throws Exception {
		CompletableFuture<HandshakeDecision> never = new CompletableFuture<>();
		Echo echo = new Echo();
		try (WsServer server = Servers.start(this.options.build(), (request) -> request.path().equals("/later")
				? HandshakeDecision.later(never) : HandshakeDecision.accept(echo))) {
			Peer undecided = Peer.connect(server).sends(Peer.REQUEST.replace("GET / ", "GET /later "));
			try (Peer other = Peer.open(server)) {
				assertThat(other.sendsText("hello").receivesText()).isEqualTo("hello");
			}
			never.complete(HandshakeDecision.reject(403));
			assertThat(undecided.receivesResponse().status()).isEqualTo(403);
			undecided.close();
		}
	}

	private static Thread reading(Peer peer) {
		return new Thread(() -> {
			try {
				peer.receivesUntilEnd();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
