/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.WsServer.State;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Guarantee 4: a graceful stop flushes what was accepted, until the deadline; a stalled
 * reader does not extend it.
 */
class GracefulStopTest {

	private static final Duration SHORT = Duration.ofMillis(60);

	/** Latch of a handler that delays the stop. */
	private final CountDownLatch release = new CountDownLatch(1);

	private Recorder recorder = new Echo() {
		@Override
		protected void whenMessage(WsSession session, WsMessage message) throws Exception {
			Await.on(GracefulStopTest.this.release);
			super.whenMessage(session, message);
		}
	};

	private final WsServerOptions.Builder options = Servers.options();

	private WsServer server;

	@AfterEach
	void stop() {
		this.release.countDown();
		this.server.close();
		assertThat(this.recorder.faults).isEmpty();
	}

	@Test
	void whatWasReceivedIsHandledAndAnswered() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			for (int i = 0; i < 50; i++) {
				peer.sendsText("message " + i);
			}
			Await.until("50 messages are received", () -> this.server.counters().messagesReceived() == 50);
			CompletionStage<Void> stopped = this.server.stop();
			assertThat(this.server.state()).isEqualTo(State.DRAINING);
			this.release.countDown();
			for (int i = 0; i < 50; i++) {
				assertThat(peer.receivesText()).isEqualTo("message " + i);
			}
			assertThat(peer.receivesClose()).isEqualTo(1001);
			assertThat(stopped.toCompletableFuture()).isNotDone();
			peer.sendsClose(1001).receivesEnd();
			Await.end(stopped);
			assertThat(this.server.state()).isEqualTo(State.STOPPED);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@Test
	void whatWasSentIsWritten() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000_000));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.openNarrow(this.server)) {
			WsSession session = this.recorder.awaitOpen();
			List<CompletionStage<Void>> sent = Servers.fillSocket(session);
			CompletionStage<Void> stopped = this.server.stop();
			for (int i = 0; i < sent.size(); i++) {
				assertThat(peer.receives().payload()).hasSize(16 * 1024);
			}
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.sendsClose(1001).receivesEnd();
			Await.end(stopped);
			for (CompletionStage<Void> each : sent) {
				Await.end(each);
			}
		}
	}

	@Test
	void newcomersAreToldToComeBackLater() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		try (Peer busy = Peer.open(this.server);
				Peer early = Peer.connect(this.server).sends(Peer.REQUEST.substring(0, 20))) {
			busy.sendsText("hello");
			this.recorder.awaitMessage();
			Await.until("the early one is half through its handshake",
					() -> this.server.counters().openConnections() == 2);
			CompletionStage<Void> stopped = this.server.stop();
			early.sends(Peer.REQUEST.substring(20));
			try (Peer late = Peer.connect(this.server).sends(Peer.REQUEST)) {
				for (Peer newcomer : List.of(early, late)) {
					Peer.Response response = newcomer.receivesResponse();
					assertThat(response.status()).isEqualTo(503);
					assertThat(response.header("Retry-After")).isEqualTo("5");
					assertThat(response.header("Connection")).isEqualTo("close");
					newcomer.receivesEnd();
				}
			}
			assertThat(Servers.rejected(this.server, RejectReason.DRAINING)).isEqualTo(2);
			assertThat(stopped.toCompletableFuture()).isNotDone();
			this.release.countDown();
			assertThat(busy.receivesText()).isEqualTo("hello");
			assertThat(busy.receivesClose()).isEqualTo(1001);
			busy.sendsClose(1001);
			Await.end(stopped);
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Peer.connect(this.server));
		}
	}

	@Test
	void sessionsLiveOnWhileTheServerOnlyDrains() throws Exception {
		this.release.countDown();
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			this.server.drain();
			assertThat(this.server.state()).isEqualTo(State.DRAINING);
			try (Peer late = Peer.connect(this.server).sends(Peer.REQUEST)) {
				assertThat(late.receivesResponse().status()).isEqualTo(503);
			}
			assertThat(peer.sendsText("still here").receivesText()).isEqualTo("still here");
		}
	}

	@Test
	void aDrainPeriodClosesOneSessionAfterTheOther() throws Exception {
		this.release.countDown();
		this.options.shutdown(ShutdownOptions.defaults().drainPeriod(Duration.ofDays(300)));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer one = Peer.open(this.server); Peer other = Peer.open(this.server)) {
			CompletionStage<Void> stopped = this.server.stop();
			Await.until("1 of 2 sessions is told to close",
					() -> this.server.sessions().all().stream().filter(WsSession::isOpen).count() == 1);
			Peer.Frame first = one.sendsText("still here").receives();
			Peer.Frame second = other.sendsText("still here").receives();
			assertThat(List.of(first.opcode(), second.opcode())).containsExactlyInAnyOrder(Opcode.CLOSE, Opcode.TEXT);
			assertThat(stopped.toCompletableFuture()).isNotDone();
			// nobody is left, so there is nothing to wait for
			one.sendsClose(1000);
			other.sendsClose(1000);
			Await.end(stopped);
		}
	}

	@Test
	void sessionsAreToldThatTheServerComesBack() throws Exception {
		this.release.countDown();
		this.options.shutdown(ShutdownOptions.defaults().drainPeriod(Duration.ofMillis(100)).restarting(true));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer one = Peer.open(this.server);
				Peer two = Peer.open(this.server);
				Peer three = Peer.open(this.server)) {
			CompletionStage<Void> stopped = this.server.stop();
			CompletionStage<Void> again = this.server.stop();
			for (Peer peer : List.of(one, two, three)) {
				assertThat(peer.receivesClose()).isEqualTo(1012);
				peer.sendsClose(1012);
			}
			Await.end(stopped);
			Await.end(again);
		}
	}

	@Test
	@Tag("slow")
	void aStalledReaderDoesNotExtendTheDeadline() throws Exception {
		// time to write our Close frame, also on a slow machine
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(Duration.ofSeconds(2)))
			.send((send) -> send.bufferLimit(10_000_000));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer stalled = Peer.openNarrow(this.server)) {
			Servers.fillSocket(this.recorder.awaitOpen());
			CompletionStage<Void> stopped;
			try (Peer quick = Peer.open(this.server)) {
				stopped = this.server.stop();
				assertThat(quick.receivesClose()).isEqualTo(1001);
			}
			Await.end(stopped);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
			assertThat(this.server.counters().openConnections()).isZero();
			stalled.receivesUntilEnd();
		}
	}

	@Test
	void aPeerThatReadsByteByByteDoesNotExtendTheDeadline() throws Exception {
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(SHORT))
			.send((send) -> send.bufferLimit(10_000_000));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer slow = Peer.openNarrow(this.server)) {
			Servers.fillSocket(this.recorder.awaitOpen());
			CompletableFuture<Void> stopped = this.server.stop().toCompletableFuture();
			while (!stopped.isDone()) {
				slow.input().read();
			}
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@Test
	@Tag("slow")
	void aHandlerThatDoesNotReturnDoesNotExtendTheDeadline() throws Exception {
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(SHORT));
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			peer.sendsText("hello");
			this.recorder.awaitMessage();
			Await.end(this.server.stop());
			assertThat(this.server.state()).isEqualTo(State.STOPPED);
			assertThat(peer.receivesClose()).isEqualTo(1001);
			this.release.countDown();
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@Test
	@Tag("slow")
	void aHandlerThatWaitsForTheStopWaitsNoLongerThanTheGracePeriod() throws Exception {
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(SHORT));
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				// documented as wrong, and so it takes the time of a handler that hangs
				GracefulStopTest.this.server.close();
				GracefulStopTest.this.release.countDown();
			}
		};
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			peer.sendsText("stop");
			Await.on(this.release);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCallbackMayStartTheStop(boolean onTheLoop) throws Exception {
		this.recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onTheLoop;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				GracefulStopTest.this.server.stop();
			}
		};
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			peer.sendsText("stop");
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.sendsClose(1001).receivesEnd();
			Await.end(this.server.stop());
		}
	}

	@Test
	void stopsOnlyOnceHoweverOftenItIsTold() throws Exception {
		this.release.countDown();
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			Queue<CompletionStage<Void>> stops = new ConcurrentLinkedQueue<>();
			List<Thread> stoppers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				stoppers.add(new Thread(() -> stops.add(this.server.stop())));
			}
			stoppers.forEach(Thread::start);
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.sendsClose(1001).receivesEnd();
			for (Thread stopper : stoppers) {
				Await.end(stopper);
			}
			for (CompletionStage<Void> stop : stops) {
				Await.end(stop);
			}
			Await.end(this.server.stop());
			this.recorder.awaitClosed();
			assertThat(this.recorder.closed).isEmpty();
		}
	}

	@Test
	void nobodyElseCanCompleteTheStop() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		try (Peer peer = Peer.open(this.server)) {
			peer.sendsText("hello");
			this.recorder.awaitMessage();
			this.server.stop().toCompletableFuture().complete(null);
			assertThat(this.server.state()).isEqualTo(State.DRAINING);
		}
	}

	@Test
	@DisabledIfSystemProperty(named = "ws.test.starter", matches = ".+", disabledReason = "needs a port of its own")
	void stopsWithoutASession() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		assertThat(this.server.state()).isEqualTo(State.RUNNING);
		try (Peer silent = Peer.connect(this.server); Peer half = Peer.connect(this.server)) {
			half.sends("GET / HTTP/1.1\r\n");
			Await.until("2 connections are open", () -> this.server.counters().openConnections() == 2);
			Await.end(this.server.stop());
			silent.receivesUntilEnd();
			half.receivesUntilEnd();
		}
		assertThat(this.server.state()).isEqualTo(State.STOPPED);
		assertThat(this.server.counters().openConnections()).isZero();
		Await.until("the loops' threads have ended",
				() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().startsWith("ws-loop")));
	}

	@Test
	void aDecisionThatComesAfterTheStopHarmsNobody() throws Exception {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		CountDownLatch asked = new CountDownLatch(1);
		this.server = Servers.start(this.options.build(), (request) -> {
			asked.countDown();
			return HandshakeDecision.later(decision);
		});
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(asked);
			Await.end(this.server.stop());
			decision.complete(HandshakeDecision.accept(this.recorder));
			peer.receivesEnd();
			assertThat(this.recorder.callbacks).hasValue(0);
			assertThat(this.server.sessions().count()).isZero();
		}
	}

	@Test
	void stopsInTheMidstOfHandshakes() throws Exception {
		for (int round = 0; round < 20; round++) {
			this.recorder = new Recorder();
			WsServer stopping = Servers.start(this.recorder);
			this.server = stopping;
			AtomicInteger accepted = new AtomicInteger();
			Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
			List<Thread> clients = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				clients.add(new Thread(() -> {
					try {
						while (true) {
							connect(stopping, accepted);
						}
					}
					catch (ConnectException ex) {
						// stopped
					}
					catch (Throwable ex) {
						failures.add(ex);
					}
				}));
			}
			clients.forEach(Thread::start);
			Await.until("10 handshakes are accepted", () -> accepted.get() >= 10);
			Await.end(stopping.stop());
			for (Thread client : clients) {
				Await.end(client);
			}
			assertThat(failures).isEmpty();
			assertThat(stopping.counters().openConnections()).isZero();
			assertThat(this.recorder.opened).hasSize((int) stopping.counters().accepted());
			assertThat(this.recorder.closed).hasSize((int) stopping.counters().accepted());
			assertThat(this.recorder.faults).isEmpty();
		}
	}

	/** Whatever the moment of the stop, the peer sees one of these. */
	private static void connect(WsServer server, AtomicInteger accepted) throws IOException {
		try (Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
			int status = peer.receivesResponse().status();
			if (status == 101) {
				accepted.incrementAndGet();
				peer.sendsText("hello").sendsClose(1000);
				assertThat(peer.receivesClose()).isIn(1000, 1001);
			}
			else {
				assertThat(status).isEqualTo(503);
			}
		}
		catch (ConnectException ex) {
			throw ex;
		}
		catch (EOFException | SocketException ex) {
			// cut
		}
	}

}
