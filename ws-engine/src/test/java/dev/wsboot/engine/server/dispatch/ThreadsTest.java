/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 6: no thread per connection; handlers cannot harm the engine by blocking,
 * throwing, closing or sending from inside a callback.
 */
class ThreadsTest {

	/** Number of threads that the JVM may start, such as those of its compiler. */
	private static final int OTHERS = 10;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final WsServerOptions.Builder options = Servers.options();

	@Test
	void aThousandSessionsNeedNoMoreThreadsThanTen() throws Exception {
		ExecutorService two = Executors.newFixedThreadPool(2);
		Echo echo = new Echo();
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(this.options.executor(two), echo)) {
			openAndEcho(server, peers, 10);
			this.threads.resetPeakThreadCount();
			int before = this.threads.getThreadCount();
			openAndEcho(server, peers, 990);
			assertThat(server.sessions().count()).isEqualTo(1000);
			assertThat(this.threads.getPeakThreadCount()).isLessThan(before + OTHERS);
			closeAll(peers);
		}
		finally {
			two.shutdown();
		}
	}

	private static void openAndEcho(WsServer server, List<Peer> peers, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			Peer peer = Peer.open(server);
			peers.add(peer);
			assertThat(peer.sendsText("hello").receivesText()).isEqualTo("hello");
		}
	}

	private static void closeAll(List<Peer> peers) throws Exception {
		for (Peer peer : peers) {
			peer.resets();
		}
	}

	@Test
	void aThousandSessionsThatEndAtOnceWithSendsLeftNeedFewThreads() throws Exception {
		int sessions = 1000;
		// where there are no virtual threads, a pool of them for handlers, one for
		// completions
		int pools = (Runtime.version().feature() < 21) ? 2 * 200 : 0;
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(sessions);
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(Duration.ofMillis(50)));
		Recorder recorder = new Recorder();
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, recorder)) {
			for (int i = 0; i < sessions; i++) {
				peers.add(Peer.open(server));
			}
			for (int i = 0; i < sessions; i++) {
				WsSession session = recorder.awaitOpen();
				// waits for the end of a fragmented message that does not come
				session.sendText("begun", false);
				CompletionStage<Void> sent = session.sendText("behind");
				sent.whenComplete((result, failure) -> {
					Await.on(release);
					told.countDown();
				});
			}
			this.threads.resetPeakThreadCount();
			int before = this.threads.getThreadCount();
			server.close();
			release.countDown();
			Await.on(told);
			assertThat(this.threads.getPeakThreadCount()).isLessThan(before + pools + OTHERS);
			closeAll(peers);
		}
	}

	@Test
	void anExecutorThatRefusesAThousandSessionsDoesNotMakeAThousandThreads() throws Exception {
		ExecutorService two = Executors.newFixedThreadPool(2);
		AtomicBoolean refuses = new AtomicBoolean();
		Recorder recorder = new Recorder();
		this.options.executor((task) -> {
			if (refuses.get()) {
				throw new RejectedExecutionException("Full");
			}
			two.execute(task);
		});
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, recorder)) {
			for (int i = 0; i < 200; i++) {
				peers.add(Peer.open(server));
			}
			Await.until("200 sessions are open", () -> recorder.opened.size() == 200);
			refuses.set(true);
			this.threads.resetPeakThreadCount();
			int before = this.threads.getThreadCount();
			closeAll(peers);
			Await.until("200 sessions are closed", () -> recorder.closed.size() == 200);
			assertThat(this.threads.getPeakThreadCount()).isLessThan(before + OTHERS);
			assertThat(recorder.faults).isEmpty();
		}
		finally {
			two.shutdown();
		}
	}

	@Test
	void moreHandlersMayWaitThanThePoolHasThreads() throws Exception {
		int sessions = 300;
		this.options.send((send) -> send.bufferLimit(1_000_000));
		AtomicInteger waited = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.end(session.sendText("first"));
				session.sendText("second").toCompletableFuture().join();
				waited.incrementAndGet();
			}
		};
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, recorder)) {
			for (int i = 0; i < sessions; i++) {
				peers.add(Peer.open(server));
			}
			for (Peer peer : peers) {
				peer.sendsText("go");
			}
			for (Peer peer : peers) {
				assertThat(peer.receivesText()).isEqualTo("first");
				assertThat(peer.receivesText()).isEqualTo("second");
			}
			Await.until("all sessions have waited", () -> waited.get() == sessions);
			assertThat(recorder.errors).isEmpty();
			closeAll(peers);
		}
	}

	@Test
	void handlersWaitForAnEventWhereverTheyRun() throws Exception {
		// a pool that helps, or counts those that wait, must not give up on them
		int sessions = 250;
		CompletableFuture<String> event = new CompletableFuture<>();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				session.sendText(event.join());
			}
		};
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, recorder)) {
			for (int i = 0; i < sessions; i++) {
				peers.add(Peer.open(server).sendsText("wait"));
			}
			Await.until("a pool's worth of handlers waits", () -> recorder.messages.size() >= 200);
			event.complete("done");
			for (Peer peer : peers) {
				assertThat(peer.receivesText()).isEqualTo("done");
			}
			assertThat(recorder.errors).isEmpty();
			closeAll(peers);
		}
	}

	/** Everything a handler should not do, in every callback, on every session. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void handlersThatMisbehaveHarmOnlyThemselves(boolean onTheLoop) throws Exception {
		Recorder bad = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onTheLoop;
			}

			@Override
			protected void whenOpen(WsSession session) throws Exception {
				misbehave(session);
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				misbehave(session);
			}

			@Override
			protected void whenPong(WsSession session, String payload) throws Exception {
				misbehave(session);
			}

			@Override
			protected void whenClosed(WsSession session, CloseStatus status) throws Exception {
				misbehave(session);
			}

			@Override
			protected void whenError(WsSession session, Throwable error) throws Throwable {
				throw new OutOfMemoryError("in onError");
			}

			private void misbehave(WsSession session) throws Exception {
				Thread.currentThread().interrupt();
				session.sendText("in a callback");
				session.sendText("a fragment that is never continued", false);
				session.close(CloseStatus.of(4000 + (int) (Math.random() * 5)));
				session.close();
				recurse(0);
			}

			private int recurse(int depth) {
				return (depth < Integer.MAX_VALUE) ? recurse(depth + 1) + 1 : 0;
			}
		};
		try (WsServer server = Servers.start(this.options, bad)) {
			for (int i = 0; i < 10; i++) {
				try (Peer peer = Peer.open(server)) {
					peer.sends(Peer.concat(Peer.text("hello"), Peer.frame(true, Opcode.PONG, new byte[3])));
					assertThat(peer.receivesUntilClose()).isBetween(4000, 4004);
					peer.sendsClose(4000).receivesEnd();
				}
			}
			for (int i = 0; i < 10; i++) {
				bad.awaitClosed();
			}
			assertThat(bad.faults).isEmpty();
			assertThat(server.state()).isEqualTo(WsServer.State.RUNNING);
		}
	}

}
