/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 8: dead peers are gone within ping interval and pong timeout. What tells time
 * here is the death of a peer that is really silent: whoever outlives that twice or more
 * had the same time to die.
 */
class DeadPeerTest {

	private static final Duration SHORT = Duration.ofMillis(40);

	private static final Duration LONG = Duration.ofDays(1);

	private final WsServerOptions.Builder options = Servers.options()
		.keepAlive((keepAlive) -> keepAlive.pingInterval(SHORT).pongTimeout(SHORT));

	private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();

	private Recorder recorder = new Recorder() {
		@Override
		protected void whenPong(WsSession session, String payload) {
			DeadPeerTest.this.pongs.add(payload);
		}
	};

	private static void outliveSilentPeers(WsServer server, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			long before = Servers.closes(server, 1006);
			try (Peer silent = Peer.open(server)) {
				assertThat(silent.receives().opcode()).isEqualTo(Opcode.PING);
				silent.receivesEnd();
				Await.until("the silent peer is taken for dead", () -> Servers.closes(server, 1006) > before);
			}
		}
	}

	@Test
	void silentPeersAreGone() throws Exception {
		try (WsServer server = Servers.start(this.options, this.recorder)) {
			outliveSilentPeers(server, 3);
			for (int i = 0; i < 3; i++) {
				assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.ABNORMAL);
			}
			assertThat(server.counters().pingsSent()).isEqualTo(3);
			Servers.awaitEmpty(server);
		}
	}

	@Test
	void peersThatAnswerStay() throws Exception {
		this.options.keepAlive((keepAlive) -> keepAlive.pongTimeout(LONG));
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.open(server)) {
			WsSession session = this.recorder.awaitOpen();
			assertThat(session.roundTripTime()).isNull();
			for (int i = 1; i <= 10; i++) {
				Peer.Frame ping = peer.receives();
				assertThat(ping.opcode()).isEqualTo(Opcode.PING);
				peer.sendsPong(ping.payload());
				int number = i;
				Await.until("the pong has come", () -> server.counters().pongsReceived() == number);
			}
			assertThat(session.roundTripTime()).isNotNull().isPositive();
			assertThat(session.isOpen()).isTrue();
			assertThat(this.pongs).as("answers to the server's own pings").isEmpty();
		}
	}

	private final CountDownLatch release = new CountDownLatch(1);

	/** Starts a server whose handler does nothing before it is released. */
	private WsServer startHanging() throws Exception {
		this.options.inbound((inbound) -> inbound.maxMessages(4));
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(DeadPeerTest.this.release);
			}

			@Override
			protected void whenPong(WsSession session, String payload) {
				DeadPeerTest.this.pongs.add(payload);
			}
		};
		return Servers.start(this.options, this.recorder);
	}

	/** Opens a connection that is not read, as too many of its messages wait. */
	private Peer openPaused(WsServer server) throws Exception {
		// all at once, so that it is never silent while it is read
		byte[][] bytes = new byte[21][];
		bytes[0] = Peer.REQUEST.getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < 20; i++) {
			bytes[i + 1] = Peer.text("message " + i);
		}
		Peer peer = Peer.connect(server).sends(Peer.concat(bytes));
		assertThat(peer.receivesResponse().status()).isEqualTo(101);
		// it goes on below a half
		Await.until("reading is paused",
				() -> this.recorder.messages.size() == 1 && server.counters().inboundQueuedMessages() > 2);
		return peer;
	}

	private void releaseAndAwaitMessages() throws Exception {
		this.release.countDown();
		for (int i = 0; i < 20; i++) {
			assertThat(this.recorder.awaitMessage()).isEqualTo("message " + i);
		}
	}

	@Test
	void whoIsNotReadIsNotTakenForDead() throws Exception {
		try (WsServer server = startHanging(); Peer peer = openPaused(server)) {
			WsSession session = this.recorder.awaitOpen();
			outliveSilentPeers(server, 4);
			assertThat(session.isOpen()).isTrue();
			releaseAndAwaitMessages();
		}
	}

	@Test
	void whoIsNotReadIsPingedAndItsLatePongsAreKeptFromTheApplication() throws Exception {
		try (WsServer server = startHanging(); Peer peer = openPaused(server)) {
			for (int i = 0; i < 5; i++) {
				Peer.Frame ping = peer.receives();
				assertThat(ping.opcode()).isEqualTo(Opcode.PING);
				peer.sendsPong(ping.payload());
			}
			peer.sendsPong("unasked".getBytes(StandardCharsets.UTF_8));
			releaseAndAwaitMessages();
			assertThat(Await.next(this.pongs)).isEqualTo("unasked");
			assertThat(this.recorder.awaitOpen().roundTripTime()).as("round trip without the pause").isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoIsGoneWhileItIsNotReadIsNoticed(boolean reset) throws Exception {
		try (WsServer server = startHanging(); Peer peer = openPaused(server)) {
			if (reset) {
				peer.resets();
			}
			else {
				peer.close();
			}
			Await.until("the connection of the peer is closed", () -> server.counters().openConnections() == 0);
			this.release.countDown();
			assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void whoHasEndedItsSideWhileItIsNotReadIsStillServed() throws Exception {
		try (WsServer server = startHanging(); Peer peer = openPaused(server)) {
			WsSession session = this.recorder.awaitOpen();
			peer.sendsEnd();
			outliveSilentPeers(server, 4);
			assertThat(session.isOpen()).isTrue();
			releaseAndAwaitMessages();
			assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	@Tag("slow")
	void whoReadsSlowlyIsNotTakenForDeadWhileOurPingWaits() throws Exception {
		// time to fill the socket before the first ping, also on a slow machine
		this.options.send((send) -> send.bufferLimit(10_000_000).timeout(LONG))
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(5)));
		// one loop, which pings whoever is older first
		this.options.eventLoops(1);
		try (WsServer server = Servers.start(this.options, this.recorder)) {
			Peer peer = Peer.openNarrow(server);
			WsSession session = this.recorder.awaitOpen();
			Servers.fillSocket(session);
			outliveSilentPeers(server, 1);
			assertThat(server.counters().pingsSent()).as("one of them waits").isGreaterThanOrEqualTo(2);
			assertThat(session.isOpen()).isTrue();
			peer.resets();
		}
	}

	@Test
	void aDeadPeerThatTakesNothingIsCutBySendTimeout() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000_000))
			.keepAlive((keepAlive) -> keepAlive.pingInterval(LONG))
			.send((send) -> send.timeout(SHORT));
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.openNarrow(server)) {
			Servers.sendUntilClosed(this.recorder.awaitOpen());
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1008);
			assertThat(Servers.closes(server, 1008)).isEqualTo(1);
			peer.receivesUntilEnd();
		}
	}

	@Test
	void idleSessionsAreClosedAlthoughTheyAnswerPings() throws Exception {
		this.options.keepAlive((keepAlive) -> keepAlive.pongTimeout(LONG).idleTimeout(Duration.ofMillis(200)));
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.open(server)) {
			Peer.Frame frame = peer.receives();
			while (frame.opcode() == Opcode.PING) {
				peer.sendsPong(frame.payload());
				frame = peer.receives();
			}
			assertThat(frame.closeCode()).isEqualTo(1001);
			peer.sendsClose(1001).receivesEnd();
			assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.GOING_AWAY.withReason("Idle"));
			assertThat(Servers.closes(server, 1001)).isEqualTo(1);
		}
	}

	@Test
	void pongsOfTheApplicationsPingsAreMeasuredAndTold() throws Exception {
		this.options.keepAlive((keepAlive) -> keepAlive.pingInterval(LONG));
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.open(server)) {
			WsSession session = this.recorder.awaitOpen();
			session.ping(ByteBuffer.wrap("mine".getBytes(StandardCharsets.UTF_8)));
			Peer.Frame ping = peer.receives();
			assertThat(ping.text()).isEqualTo("mine");
			assertThat(session.roundTripTime()).isNull();
			peer.sendsPong("other".getBytes(StandardCharsets.UTF_8));
			assertThat(Await.next(this.pongs)).isEqualTo("other");
			assertThat(session.roundTripTime()).as("after a pong that answers nothing").isNull();
			peer.sendsPong(ping.payload());
			assertThat(Await.next(this.pongs)).isEqualTo("mine");
			assertThat(session.roundTripTime()).isPositive();
		}
	}

}
