/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers on the event loop answer to many connections that are read in one round
 * is written in a row, and still reaches each of them in order.
 */
class RepliesInARowTest {

	private static final int CROWD = 40;

	private final List<Peer> peers = new ArrayList<>();

	private Peer holding;

	/** The event loop waits for it when it gets {@code "hold"}. */
	private final Semaphore released = new Semaphore(0);

	private final Semaphore held = new Semaphore(0);

	/** Whether a handler is running. Confined to the event loop. */
	private boolean handling;

	/** Close callbacks inside of another session's handler. */
	private final AtomicInteger nested = new AtomicInteger();

	private volatile CloseHandler onClose = () -> {
	};

	private WsServer server;

	@AfterEach
	void stop() throws Exception {
		for (Peer peer : this.peers) {
			peer.close();
		}
		this.holding.close();
		this.server.close();
		assertThat(this.nested).hasValue(0);
	}

	private void start(MessageHandler handler) throws Exception {
		start(handler, Servers.options());
	}

	private void start(MessageHandler handler, WsServerOptions.Builder options) throws Exception {
		SessionHandler onLoop = new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) throws Exception {
				RepliesInARowTest.this.handling = true;
				try {
					if (message.text().equals("hold")) {
						RepliesInARowTest.this.held.release();
						take(RepliesInARowTest.this.released);
					}
					else {
						handler.onMessage(session, message.text());
					}
				}
				finally {
					RepliesInARowTest.this.handling = false;
				}
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) throws Exception {
				if (RepliesInARowTest.this.handling) {
					RepliesInARowTest.this.nested.incrementAndGet();
				}
				RepliesInARowTest.this.onClose.onClose();
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

		};
		this.server = Servers.start(options.eventLoops(1), onLoop);
		for (int i = 0; i < CROWD; i++) {
			this.peers.add(Peer.open(this.server));
		}
		this.holding = Peer.open(this.server);
	}

	/** Has all that is sent by a task handled in one round of the loop. */
	private void inOneRound(Sending task) throws Exception {
		this.holding.sendsText("hold");
		take(this.held);
		task.run();
		this.released.release();
	}

	private static void take(Semaphore semaphore) throws InterruptedException {
		assertThat(semaphore.tryAcquire(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
	}

	@Test
	void everybodyIsAnsweredInOrderAndNobodySuffersFromAnother() throws Exception {
		start((session, text) -> session.sendText(text));
		inOneRound(() -> {
			for (int i = 0; i < CROWD; i++) {
				Peer peer = this.peers.get(i);
				// more than a gathering holds, taken together
				byte[] messages = Peer.concat(Peer.text("1 for " + i), Peer.frame(true, Opcode.PING, new byte[] { 7 }),
						Peer.text("x".repeat(5_000)), Peer.text("2 for " + i));
				switch (i % 5) {
					case 0 -> peer.sends(messages).resets();
					case 1 -> peer.sends(Peer.concat(messages, Peer.close(4_000)));
					case 2 -> peer.sends(Peer.concat(messages, Peer.frame(true, Opcode.RESERVED_3, new byte[1])));
					case 3 -> peer.sends(messages).sendsEnd();
					default -> peer.sends(messages);
				}
			}
		});
		for (int i = 0; i < CROWD; i++) {
			if (i % 5 > 0) {
				Peer peer = this.peers.get(i);
				assertThat(peer.receivesText()).isEqualTo("1 for " + i);
				peer.receives(Opcode.PONG, "07");
				assertThat(peer.receivesText()).hasSize(5_000);
				assertThat(peer.receivesText()).isEqualTo("2 for " + i);
				switch (i % 5) {
					case 1 -> assertThat(peer.receivesClose()).isEqualTo(4_000);
					case 2 -> assertThat(peer.receivesClose()).isEqualTo(1_002);
					case 3 -> peer.receivesEnd();
					default -> assertThat(peer.sendsText("still there").receivesText()).isEqualTo("still there");
				}
			}
		}
	}

	@Test
	void manyRoundsAreAsGoodAsOne() throws Exception {
		start((session, text) -> session.sendText(text));
		for (int i = 0; i < 200; i++) {
			String text = "round " + i;
			inOneRound(() -> {
				for (Peer peer : this.peers) {
					peer.sendsText(text);
				}
			});
			for (Peer peer : this.peers) {
				assertThat(peer.receivesText()).isEqualTo(text);
			}
		}
	}

	@Test
	void aPeerThatIsGoneByThenTakesNobodyWithIt() throws Exception {
		List<WsSession> handled = new ArrayList<>();
		AtomicInteger second = new AtomicInteger(-1);
		String large = "x".repeat(40_000);
		start((session, text) -> {
			handled.add(session);
			if (handled.size() == 1) {
				session.sendText(large);
				this.peers.get(Integer.parseInt(text)).resets();
			}
			else {
				// has the first one written, which fails
				second.compareAndSet(-1, Integer.parseInt(text));
				session.sendText(large);
				session.sendText(text);
			}
		});
		this.onClose = () -> {
			if (handled.size() > 1) {
				handled.get(1).sendText("One is gone");
			}
		};
		inOneRound(() -> {
			for (int i = 0; i < CROWD; i++) {
				this.peers.get(i).sendsText(Integer.toString(i));
			}
		});
		int alive = 0;
		for (int i = 0; i < CROWD; i++) {
			Peer peer = this.peers.get(i);
			try {
				assertThat(peer.receivesText()).isEqualTo(large);
				assertThat(peer.receivesText()).isEqualTo(Integer.toString(i));
				alive++;
				if (i == second.get()) {
					assertThat(peer.receivesText()).isEqualTo("One is gone");
				}
			}
			catch (IOException ex) {
				// the one that is gone
			}
		}
		assertThat(alive).isEqualTo(CROWD - 1);
	}

	@Test
	@Tag("slow")
	void manyThatWerePausedAreAnsweredWhenTheyGoOnTogether() throws Exception {
		start((session, text) -> session.sendText(text),
				Servers.options().rateLimit(RateLimit.defaults().messages(10)));
		inOneRound(() -> {
			for (Peer peer : this.peers) {
				byte[][] messages = new byte[25][];
				for (int i = 0; i < messages.length; i++) {
					messages[i] = Peer.text(Integer.toString(i));
				}
				peer.sends(Peer.concat(messages));
			}
		});
		for (Peer peer : this.peers) {
			for (int i = 0; i < 25; i++) {
				assertThat(peer.receivesText()).isEqualTo(Integer.toString(i));
			}
		}
	}

	@Test
	void whatGoesToAllKeepsItsPlaceBetweenReplies() throws Exception {
		start((session, text) -> {
			session.sendText("before " + text);
			this.server.sessions().broadcast("test", PreparedMessage.text(text));
			session.sendText("behind " + text);
		});
		inOneRound(() -> {
			for (int i = 0; i < CROWD; i++) {
				this.peers.get(i).sendsText(Integer.toString(i));
			}
		});
		List<String> order = null;
		for (int i = 0; i < CROWD; i++) {
			List<String> toAll = new ArrayList<>();
			List<String> received = new ArrayList<>();
			for (int j = 0; j < CROWD + 2; j++) {
				String text = this.peers.get(i).receivesText();
				received.add(text);
				if (text.indexOf(' ') < 0) {
					toAll.add(text);
				}
			}
			assertThat(received).containsSubsequence("before " + i, Integer.toString(i), "behind " + i);
			order = (order != null) ? order : toAll;
			assertThat(toAll).isEqualTo(order);
		}
	}

	@Test
	void noReplyWaitsForTheHandlersOfManyOthers() throws Exception {
		List<CompletableFuture<Void>> replies = new ArrayList<>();
		AtomicInteger late = new AtomicInteger();
		start((session, text) -> {
			CompletionStage<Void> reply = session.sendText(text);
			replies.add(reply.toCompletableFuture());
			// a handler that is slower than replies may wait
			Thread.sleep(1);
			if (replies.size() > 2) {
				try {
					// that of the one before may wait for this handler
					replies.get(replies.size() - 3).get(60, TimeUnit.SECONDS);
				}
				catch (TimeoutException ex) {
					late.incrementAndGet();
				}
			}
		});
		inOneRound(() -> {
			for (Peer peer : this.peers) {
				peer.sendsText("hello");
			}
		});
		for (Peer peer : this.peers) {
			assertThat(peer.receivesText()).isEqualTo("hello");
		}
		assertThat(late).hasValue(0);
	}

	private interface MessageHandler {

		void onMessage(WsSession session, String text) throws Exception;

	}

	private interface CloseHandler {

		void onClose() throws Exception;

	}

	private interface Sending {

		void run() throws Exception;

	}

}
