/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.HandlerExecutor;
import dev.wsboot.engine.server.ServerInternals;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Peers that keep their handlers waiting: they occupy a part of a bounded pool, and not
 * for ever.
 */
@Timeout(120)
class PeerWaitsTest {

	/** More than a pool has threads, with all of its spare ones. */
	private static final int MORE_THAN_THREADS = 450;

	private static final byte[] ONE = { 1 };

	private final ExecutorService pool = HandlerExecutor.createPool();

	private final List<Peer> peers = new ArrayList<>();

	/** No deadline, so that only what a test is about ends a message. */
	private final WsServerOptions.Builder options = Servers.options()
		.executor(this.pool)
		.inbound((inbound) -> inbound.streamTimeout(Duration.ZERO))
		.closeTimeout(Duration.ofMillis(100));

	@AfterEach
	void stop() {
		this.pool.shutdown();
	}

	/** Starts a server that does not wait for its peers when it stops. */
	private WsServer start(SessionHandler handler) throws IOException {
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(Duration.ofMillis(1)));
		return Servers.start(this.options, handler);
	}

	/** Reads binary messages as they arrive, and answers whole texts. */
	private static class Reader extends Recorder {

		final AtomicInteger reading = new AtomicInteger();

		final AtomicInteger mostReading = new AtomicInteger();

		final BlockingQueue<Object> read = new LinkedBlockingQueue<>();

		@Override
		public long maxStreamSize(SessionEvent event) {
			return (event == SessionEvent.BINARY) ? Long.MAX_VALUE : 0;
		}

		@Override
		public void onStream(WsSession session, IncomingMessage message) throws IOException {
			this.mostReading.accumulateAndGet(this.reading.incrementAndGet(), Math::max);
			try {
				this.read.add(message.stream().readAllBytes().length);
			}
			catch (IncompleteMessageException ex) {
				this.read.add(ex.status());
				throw ex;
			}
			finally {
				this.reading.decrementAndGet();
			}
		}

		@Override
		protected void whenMessage(WsSession session, WsMessage message) {
			session.sendText(message.text());
		}

	}

	private void openUnfinished(WsServer server, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			Peer peer = Peer.open(server);
			this.peers.add(peer);
			peer.sends(Peer.frame(false, Opcode.BINARY, ONE));
		}
	}

	/** Opens, gets an answer and closes, all of which needs a thread of the pool. */
	private static void isServed(WsServer server, Recorder recorder) throws Exception {
		int closedBefore = recorder.closed.size();
		try (Peer honest = Peer.open(server)) {
			assertThat(honest.sendsText("honest").receivesText()).isEqualTo("honest");
			honest.sendsClose(1000);
			assertThat(honest.receivesClose()).isEqualTo(1000);
			Await.until("the close callback of the honest session has run",
					() -> recorder.closed.size() > closedBefore && recorder.closed.contains(CloseStatus.NORMAL));
		}
	}

	@Test
	void unfinishedMessagesLeaveThreadsForOthers() throws Exception {
		Reader reader = new Reader();
		try (WsServer server = start(reader)) {
			openUnfinished(server, MORE_THAN_THREADS);
			Await.until("the sessions are open", () -> reader.opened.size() == MORE_THAN_THREADS);
			isServed(server, reader);
			assertThat(reader.mostReading.get()).isBetween(1, ServerInternals.MAX_PEER_WAITS);
		}
	}

	@Test
	void wholeMessageNeedsNoPermit() throws Exception {
		Reader reader = new Reader();
		try (WsServer server = start(reader)) {
			openUnfinished(server, ServerInternals.MAX_PEER_WAITS);
			Await.until("all permits are in use", () -> reader.reading.get() == ServerInternals.MAX_PEER_WAITS);
			try (Peer honest = Peer.open(server)) {
				honest.sends(Peer.frame(false, Opcode.BINARY, ONE)).sends(Peer.frame(true, Opcode.CONTINUATION, ONE));
				assertThat(Await.next(reader.read)).isEqualTo(2);
			}
		}
	}

	@Test
	@Tag("slow")
	void silentPeersGiveWayToThoseThatWait() throws Exception {
		Reader reader = new Reader();
		try (WsServer server = start(reader)) {
			openUnfinished(server, ServerInternals.MAX_PEER_WAITS + 1);
			assertThat(Await.next(reader.read)).isEqualTo(tooSlow());
		}
	}

	private static CloseStatus tooSlow() {
		return CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Message arrives too slowly");
	}

	@Test
	void endOfASessionThatWaitsForAPermitIsNotHeldUp() throws Exception {
		Reader reader = new Reader();
		try (WsServer server = start(reader)) {
			openUnfinished(server, ServerInternals.MAX_PEER_WAITS);
			Await.until("all permits are in use", () -> reader.reading.get() == ServerInternals.MAX_PEER_WAITS);
			Peer waiting = Peer.open(server);
			waiting.sends(Peer.frame(false, Opcode.BINARY, ONE)).sendsPing("here");
			assertThat(waiting.receives().opcode()).isEqualTo(Opcode.PONG);
			waiting.resets();
			Await.until("the close callback has run", () -> reader.closed.contains(CloseStatus.ABNORMAL));
		}
	}

	@Test
	void messageThatDoesNotGoOnIsTooSlow() throws Exception {
		Reader reader = new Reader();
		this.options.inbound((inbound) -> inbound.streamTimeout(Duration.ofMillis(50)));
		try (WsServer server = start(reader)) {
			openUnfinished(server, 1);
			assertThat(Await.next(reader.read)).isEqualTo(tooSlow());
			assertThat(this.peers.get(0).receivesClose()).isEqualTo(1008);
			assertThat(reader.awaitClosed()).isEqualTo(tooSlow());
			assertThat(reader.errors).isEmpty();
		}
	}

	@Test
	void messageOfAByteNowAndThenIsTooSlow() throws Exception {
		Reader reader = new Reader();
		this.options.inbound((inbound) -> inbound.streamTimeout(Duration.ofMillis(200)).streamMinRate(0));
		try (WsServer server = start(reader)) {
			openUnfinished(server, 1);
			byte[] next = Peer.frame(false, Opcode.CONTINUATION, ONE);
			while (reader.read.isEmpty()) {
				try {
					this.peers.get(0).sends(next);
				}
				catch (IOException ex) {
					// it has been closed
				}
				TimeUnit.MILLISECONDS.sleep(10);
			}
			assertThat(reader.read).containsExactly(tooSlow());
		}
	}

	@Test
	void handlerThatTakesItsTimeIsNotThePeersFault() throws Exception {
		AtomicInteger size = new AtomicInteger();
		Reader slow = new Reader() {
			@Override
			public void onStream(WsSession session, IncomingMessage message) throws IOException {
				try {
					TimeUnit.MILLISECONDS.sleep(50);
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
				size.set(message.stream().readAllBytes().length);
				session.sendText("done");
			}
		};
		this.options.inbound((inbound) -> inbound.streamTimeout(Duration.ofMillis(1)).streamMinRate(0));
		try (WsServer server = start(slow)) {
			Peer peer = Peer.open(server);
			this.peers.add(peer);
			peer.sendsBinary(new byte[50_000]);
			assertThat(peer.receivesText()).isEqualTo("done");
			assertThat(size.get()).isEqualTo(50_000);
		}
	}

	@Test
	@Tag("slow")
	void futuresOfPeersLeaveThreadsForOthers() throws Exception {
		BlockingQueue<PeerFuture<String>> futures = new LinkedBlockingQueue<>();
		BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				if (message.text().equals("honest")) {
					session.sendText("honest");
					return;
				}
				PeerFuture<String> answer = new PeerFuture<>();
				futures.add(answer);
				try {
					answer.thenApply((same) -> same).toCompletableFuture().join();
				}
				catch (CompletionException ex) {
					failures.add(ex.getCause());
				}
			}
		};
		try (WsServer server = start(recorder)) {
			for (int i = 0; i < MORE_THAN_THREADS; i++) {
				this.peers.add(Peer.open(server).sendsText("wait"));
			}
			isServed(server, recorder);
			assertThat(Await.next(failures)).isInstanceOf(TimeoutException.class);
			isServed(server, recorder);
		}
	}

	@Test
	void futureOfAPeerIsWaitedForWhileThereArePermits() throws Exception {
		PeerFuture<String> answer = new PeerFuture<>();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("answer")) {
					answer.complete("done");
					return;
				}
				session.sendText(answer.get());
				session.sendText(answer.join() + " again");
			}
		};
		try (WsServer server = start(recorder)) {
			Peer peer = Peer.open(server).sendsText("wait");
			this.peers.add(peer);
			assertThat(recorder.awaitMessage()).isEqualTo("wait");
			this.peers.add(Peer.open(server).sendsText("answer"));
			assertThat(peer.receivesText()).isEqualTo("done");
			assertThat(peer.receivesText()).isEqualTo("done again");
		}
	}

	@Test
	void futureIsNotWaitedForLongerThanAsked() throws Exception {
		BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
		this.pool.execute(() -> {
			try {
				new PeerFuture<String>().get(1, TimeUnit.MILLISECONDS);
			}
			catch (Exception ex) {
				failures.add(ex);
			}
		});
		assertThat(Await.next(failures)).isInstanceOf(TimeoutException.class);
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> new PeerFuture<String>().get(1, TimeUnit.MILLISECONDS));
	}

	@Test
	@Tag("slow")
	void callbacksOfAKindThatWaitsBeginWithAPermit() throws Exception {
		AtomicInteger waiting = new AtomicInteger();
		AtomicInteger mostWaiting = new AtomicInteger();
		AtomicInteger vain = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
				try {
					new PeerFuture<String>().join();
				}
				catch (CompletionException ex) {
					vain.incrementAndGet();
				}
				finally {
					waiting.decrementAndGet();
				}
			}
		};
		try (WsServer server = start(recorder)) {
			for (int i = 0; i < MORE_THAN_THREADS; i++) {
				this.peers.add(Peer.open(server).sendsText("wait").sendsText("wait"));
			}
			Await.until("each session has been waited for", () -> vain.get() >= MORE_THAN_THREADS);
			assertThat(mostWaiting.get()).isBetween(1, ServerInternals.MAX_PEER_WAITS * 3 / 2);
		}
	}

	@Test
	@Tag("slow")
	void closeCallbackOfASessionThatLacksAPermitIsNotHeldUp() throws Exception {
		AtomicInteger waiting = new AtomicInteger();
		Map<WsSession, PeerFuture<String>> answers = new ConcurrentHashMap<>();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				PeerFuture<String> answer = answers.computeIfAbsent(session, (key) -> new PeerFuture<>());
				if (!session.isOpen()) {
					// there is no peer that could be waited for
					return;
				}
				waiting.incrementAndGet();
				try {
					answer.join();
				}
				catch (CompletionException ex) {
					// the wait of another session needs the permit
				}
			}

			@Override
			public void onEnd(WsSession session, CloseStatus status) {
				// on a slow machine, the session has got a permit and waits by now
				PeerFuture<String> answer = answers.get(session);
				if (answer != null) {
					answer.complete("none");
				}
			}
		};
		try (WsServer server = start(recorder)) {
			for (int i = 0; i < ServerInternals.MAX_PEER_WAITS; i++) {
				this.peers.add(Peer.open(server).sendsText("wait"));
			}
			Await.until("all permits are in use", () -> waiting.get() == ServerInternals.MAX_PEER_WAITS);
			Peer lacking = Peer.open(server).sendsText("wait").sendsPing("here");
			assertThat(lacking.receives().opcode()).isEqualTo(Opcode.PONG);
			lacking.resets();
			Await.until("the close callback has run", () -> recorder.closed.contains(CloseStatus.ABNORMAL));
		}
	}

}
