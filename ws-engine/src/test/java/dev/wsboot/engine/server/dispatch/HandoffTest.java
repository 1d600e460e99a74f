/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.loop.EventLoop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One worker handles many sessions, but a handler that blocks holds up only its own. */
class HandoffTest {

	/** All sessions on one loop, so that they share its workers. */
	private static WsServerOptions.Builder oneLoop() {
		return Servers.options().eventLoops(1);
	}

	private static void receives(Peer peer, String... texts) throws IOException {
		for (String text : texts) {
			assertThat(peer.receivesText()).isEqualTo(text);
		}
	}

	@Test
	void whatAHandlerSentArrivesWhileItBlocksAndMoreMessagesWait() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		try (WsServer server = Servers.start(oneLoop(), new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				super.whenMessage(session, message);
				if (message.text().equals("block")) {
					Await.on(blocked);
				}
			}
		}); Peer peer = Peer.open(server)) {
			// in one piece, so that one worker gets them together
			peer.sends(Peer.concat(Peer.text("first"), Peer.text("block"), Peer.text("last")));
			receives(peer, "first", "block");
			blocked.countDown();
			receives(peer, "last");
		}
	}

	@Test
	void othersAreServedWhileAHundredHandlersBlock() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicInteger blocking = new AtomicInteger();
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(oneLoop(), new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("block")) {
					blocking.incrementAndGet();
					Await.on(blocked);
				}
				super.whenMessage(session, message);
			}
		})) {
			for (int i = 0; i < 100; i++) {
				peers.add(Peer.open(server).sendsText("block"));
			}
			Await.until("100 callbacks block", () -> blocking.get() == 100);
			try (Peer another = Peer.open(server)) {
				receives(another.sendsText("hello"), "hello");
			}
			blocked.countDown();
			for (Peer peer : peers) {
				receives(peer, "block");
				peer.close();
			}
		}
	}

	@Test
	void aBroadcastAndWhatFollowsItFromTheSameHandlerStayInOrder() throws Exception {
		WsServer[] started = new WsServer[1];
		try (WsServer server = Servers.start(oneLoop(), new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				session.sendText("before " + message.text());
				started[0].sessions().broadcast("test", PreparedMessage.text("to all " + message.text()));
				session.sendText("behind " + message.text());
			}
		}); Peer peer = Peer.open(server); Peer other = Peer.open(server)) {
			started[0] = server;
			for (int i = 0; i < 200; i += 2) {
				peer.sends(Peer.concat(Peer.text("" + i), Peer.text("" + (i + 1))));
			}
			for (int i = 0; i < 200; i++) {
				receives(peer, "before " + i, "to all " + i, "behind " + i);
				receives(other, "to all " + i);
			}
		}
	}

	@Test
	void anInterruptStaysWithTheHandlerThatItWasMeantFor() throws Exception {
		List<Boolean> interrupted = new ArrayList<>();
		CountDownLatch go = new CountDownLatch(1);
		try (WsServer server = Servers.start(oneLoop(), new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("wait")) {
					Await.on(go);
				}
				synchronized (interrupted) {
					interrupted.add(Thread.currentThread().isInterrupted());
				}
				Thread.currentThread().interrupt();
				super.whenMessage(session, message);
			}
		}); Peer first = Peer.open(server); Peer second = Peer.open(server)) {
			first.sendsText("wait");
			second.sendsText("wait");
			go.countDown();
			receives(first, "wait");
			receives(second, "wait");
		}
		assertThat(interrupted).containsExactly(false, false);
	}

	@Test
	void aHandlerOfABoundedExecutorCanWaitForItsSendWhileMoreMessagesWait() throws Exception {
		ExecutorService one = Executors.newSingleThreadExecutor();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.end(session.sendText("re " + message.text()));
			}
		};
		try (WsServer server = Servers.start(oneLoop().executor(one), recorder); Peer peer = Peer.open(server)) {
			peer.sends(Peer.concat(Peer.text("1"), Peer.text("2"), Peer.text("3")));
			receives(peer, "re 1", "re 2", "re 3");
		}
		finally {
			one.shutdownNow();
		}
	}

	@Test
	void aBusySessionDoesNotStarveTheSessionsOfAnotherLoop() throws Exception {
		ExecutorService one = Executors.newSingleThreadExecutor();
		byte[][] many = new byte[1000][];
		Arrays.fill(many, Peer.text("busy"));
		byte[] burst = Peer.concat(many);
		try (WsServer server = Servers.start(Servers.options().executor(one), new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				if (!message.text().equals("busy")) {
					session.sendText("served");
				}
			}
		}); Peer busy = Peer.open(server)) {
			AtomicBoolean over = new AtomicBoolean();
			Thread flood = new Thread(() -> {
				try {
					while (!over.get()) {
						busy.sends(burst);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			flood.start();
			for (int i = 0; i < 4; i++) {
				try (Peer other = Peer.open(server)) {
					receives(other.sendsText("other"), "served");
				}
			}
			over.set(true);
			Await.end(flood);
			busy.resets();
		}
		finally {
			one.shutdownNow();
		}
	}

	@Test
	void aWorkerWithoutAFollowerDoesItAll() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		Executor noFollowers = (task) -> {
			if (!(Thread.currentThread() instanceof EventLoop.LoopThread)) {
				throw new RejectedExecutionException("No more");
			}
			threads.execute(task);
		};
		byte[][] many = new byte[300][];
		Arrays.fill(many, Peer.text("again"));
		byte[] burst = Peer.concat(many);
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = Servers.start(oneLoop().executor(noFollowers), new Echo())) {
			for (int i = 0; i < 20; i++) {
				peers.add(Peer.open(server));
			}
			for (Peer peer : peers) {
				peer.sends(burst);
			}
			for (Peer peer : peers) {
				for (int i = 0; i < many.length; i++) {
					receives(peer, "again");
				}
			}
			assertThat(server.counters().openSessions()).isEqualTo(20);
			for (Peer peer : peers) {
				peer.close();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aBroadcastOnTheLoopStaysBetweenTheSendsAroundIt() throws Exception {
		AtomicReference<WsServer> running = new AtomicReference<>();
		SessionHandler handler = new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.sendText("before");
				running.get().sessions().broadcast("test", PreparedMessage.text("to all"));
				session.sendText("behind");
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

		};
		try (WsServer server = Servers.start(handler); Peer peer = Peer.open(server)) {
			running.set(server);
			receives(peer.sendsText("go"), "before", "to all", "behind");
		}
	}

}
