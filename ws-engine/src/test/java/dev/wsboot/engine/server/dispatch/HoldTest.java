/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.BlockedSender;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.session.Session;
import dev.wsboot.engine.server.session.SessionRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link WsSession#holdUntil} keeps the order of what callbacks begin and others
 * complete, and never keeps a session from its end.
 */
@Timeout(120)
class HoldTest {

	/** A handler that holds with a stage of the test's own for each message. */
	private static class Holder extends Recorder {

		final BlockingQueue<CompletableFuture<String>> stages = new LinkedBlockingQueue<>();

		private final boolean nonBlocking;

		Holder(boolean nonBlocking) {
			this.nonBlocking = nonBlocking;
		}

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return this.nonBlocking;
		}

		@Override
		protected void whenMessage(WsSession session, WsMessage message) throws Exception {
			CompletableFuture<String> stage = new CompletableFuture<>();
			session.holdUntil(stage);
			this.stages.add(stage);
		}

		CompletableFuture<String> awaitStage() throws InterruptedException {
			return Await.next(this.stages);
		}

	}

	private static byte[] numbers(int count) {
		byte[][] frames = new byte[count][];
		for (int i = 0; i < count; i++) {
			frames[i] = Peer.text("" + i);
		}
		return Peer.concat(frames);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theNextMessageWaitsForTheStage(boolean nonBlocking) throws Exception {
		Holder holder = new Holder(nonBlocking);
		try (WsServer server = Servers.start(holder); Peer peer = Peer.open(server)) {
			Session session = (Session) holder.awaitOpen();
			// in one read
			peer.sends(numbers(3));
			assertThat(holder.awaitMessage()).isEqualTo("0");
			CompletableFuture<String> stage = holder.awaitStage();
			Await.until("2 messages are waiting", () -> session.waitingMessages() == 2);
			assertThat(holder.messages).isEmpty();
			stage.complete("done");
			assertThat(holder.awaitMessage()).isEqualTo("1");
			stage = holder.awaitStage();
			// whatever becomes of it
			stage.completeExceptionally(new IllegalStateException("for the test"));
			assertThat(holder.awaitMessage()).isEqualTo("2");
			holder.awaitStage().cancel(true);
			peer.sendsText("3");
			assertThat(holder.awaitMessage()).isEqualTo("3");
			holder.awaitStage().complete("done");
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			holder.awaitClosed();
			assertThat(holder.faults).isEmpty();
			assertThat(holder.errors).isEmpty();
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(booleans = { false, true })
	void orderHoldsWhoeverCompletesTheStages(boolean nonBlocking) throws Exception {
		int messages = 5000;
		AtomicInteger begun = new AtomicInteger();
		AtomicInteger underWay = new AtomicInteger();
		Queue<String> disorder = new ConcurrentLinkedQueue<>();
		CountDownLatch all = new CountDownLatch(messages);
		BlockingQueue<CompletableFuture<String>> toComplete = new LinkedBlockingQueue<>();
		Recorder recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				int number = Integer.parseInt(message.text());
				if (number != begun.getAndIncrement() || underWay.getAndIncrement() != 0) {
					disorder.add(message.text() + " came while " + begun + " had begun");
				}
				CompletableFuture<String> stage = new CompletableFuture<>();
				session.holdUntil(stage.thenRun(() -> {
					underWay.decrementAndGet();
					all.countDown();
				}));
				switch (number % 3) {
					// at once, by another thread at once, or by one at any time
					case 0 -> stage.complete("here");
					case 1 -> toComplete.add(stage);
					default -> CompletableFuture.runAsync(() -> stage.complete("there"));
				}
			}
		};
		Thread completer = new Thread(() -> {
			try {
				while (all.getCount() > 0) {
					CompletableFuture<String> stage = toComplete.poll(10, TimeUnit.MILLISECONDS);
					if (stage != null) {
						stage.complete("done");
					}
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			completer.start();
			byte[] bytes = numbers(messages);
			peer.sends(bytes);
			Await.on(all);
			Await.end(completer);
			assertThat(disorder).isEmpty();
			assertThat(recorder.faults).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allStagesOfACallbackAreWaitedFor(boolean nonBlocking) throws Exception {
		Holder holder = new Holder(nonBlocking) {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				session.holdUntil(CompletableFuture.completedFuture("done"));
				session.holdUntil(CompletableFuture.completedStage("done"));
				if (!message.text().equals("1")) {
					super.whenMessage(session, message);
					super.whenMessage(session, message);
				}
			}
		};
		try (WsServer server = Servers.start(holder); Peer peer = Peer.open(server)) {
			Session session = (Session) holder.awaitOpen();
			peer.sends(numbers(3));
			assertThat(holder.awaitMessage()).isEqualTo("0");
			Await.until("2 messages are waiting", () -> session.waitingMessages() == 2);
			CompletableFuture<String> first = holder.awaitStage();
			CompletableFuture<String> second = holder.awaitStage();
			second.complete("done");
			second.complete("again");
			assertThat(session.waitingMessages()).isEqualTo(2);
			first.complete("done");
			// complete stages hold back nothing
			assertThat(holder.awaitMessage()).isEqualTo("1");
			assertThat(holder.awaitMessage()).isEqualTo("2");
		}
	}

	@Test
	void aHoldOccupiesNoThread() throws Exception {
		Holder holder = new Holder(false) {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (!message.text().equals("another")) {
					super.whenMessage(session, message);
				}
			}
		};
		ExecutorService one = Executors.newSingleThreadExecutor();
		try (WsServer server = Servers.start(Servers.options().executor(one), holder);
				Peer peer = Peer.open(server);
				Peer other = Peer.open(server)) {
			peer.sends(numbers(2));
			assertThat(holder.awaitMessage()).isEqualTo("0");
			CompletableFuture<String> stage = holder.awaitStage();
			other.sendsText("another");
			assertThat(holder.awaitMessage()).isEqualTo("another");
			stage.complete("done");
			assertThat(holder.awaitMessage()).isEqualTo("1");
		}
		finally {
			one.shutdown();
		}
	}

	@Test
	void aStageMayBeCompletedOnTheLoop() throws Exception {
		Holder holder = new Holder(true) {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("complete")) {
					this.stages.take().complete("done");
				}
				else {
					super.whenMessage(session, message);
				}
			}
		};
		try (WsServer server = Servers.start(Servers.options().eventLoops(1), holder);
				Peer peer = Peer.open(server);
				Peer other = Peer.open(server)) {
			peer.sends(numbers(2));
			assertThat(holder.awaitMessage()).isEqualTo("0");
			other.sendsText("complete");
			assertThat(holder.awaitMessage()).isEqualTo("complete");
			assertThat(holder.awaitMessage()).isEqualTo("1");
			assertThat(holder.faults).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theEndReleasesAHoldThatNeverWould(boolean nonBlocking) throws Exception {
		Holder holder = new Holder(nonBlocking);
		try (WsServer server = Servers.start(holder); Peer peer = Peer.open(server)) {
			Session session = (Session) holder.awaitOpen();
			peer.sends(numbers(4));
			Await.until("3 messages are waiting", () -> session.waitingMessages() == 3);
			peer.resets();
			assertThat(holder.awaitClosed()).isEqualTo(CloseStatus.ABNORMAL);
			// what had come is handled before
			assertThat(holder.messages).containsExactly("0", "1", "2", "3");
			for (CompletableFuture<String> stage : holder.stages) {
				stage.complete("too late");
			}
			// a stop waits for stages that a running close callback was given
			SessionRegistry sessions = (SessionRegistry) server.sessions();
			Await.until("the close callback has returned", () -> {
				AtomicInteger holders = new AtomicInteger();
				sessions.forEachHolder((each) -> holders.incrementAndGet());
				return holders.get() == 0;
			});
			session.holdUntil(new CompletableFuture<>());
			assertThat(holder.closed).isEmpty();
			assertThat(holder.faults).isEmpty();
		}
	}

	@Test
	void thePeersCloseIsAnsweredBehindTheStageOrAtTheTimeout() throws Exception {
		Holder holder = new Holder(false);
		WsServerOptions.Builder options = Servers.options().closeTimeout(Duration.ofMillis(300));
		try (WsServer server = Servers.start(options, holder); Peer peer = Peer.open(server)) {
			holder.awaitOpen();
			peer.sendsText("never done").sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(holder.awaitClosed()).isEqualTo(CloseStatus.NORMAL);
		}
		try (WsServer server = Servers.start(holder); Peer peer = Peer.open(server)) {
			holder.stages.clear();
			peer.sendsText("done").sendsClose(1000);
			WsSession session = holder.awaitOpen();
			CompletableFuture<String> stage = holder.awaitStage();
			session.sendText("answer").thenRun(() -> stage.complete("done"));
			assertThat(peer.receivesText()).isEqualTo("answer");
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(holder.awaitClosed()).isEqualTo(CloseStatus.NORMAL);
			assertThat(holder.faults).isEmpty();
		}
	}

	@Test
	void aStopEndsAHoldWhenItsGraceIsOver() throws Exception {
		Holder holder = new Holder(false);
		ShutdownOptions shutdown = ShutdownOptions.defaults().gracePeriod(Duration.ofMillis(50));
		WsServer server = Servers.start(Servers.options().shutdown(shutdown), holder);
		try (Peer peer = Peer.open(server)) {
			peer.sendsText("never done");
			holder.awaitStage();
			Await.end(server.stop());
			assertThat(holder.awaitClosed().code()).isEqualTo(1001);
			assertThat(holder.closed).isEmpty();
			assertThat(holder.faults).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFullMailboxPausesThePeer(boolean nonBlocking) throws Exception {
		int messages = 100_000;
		Holder holder = new Holder(nonBlocking) {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().startsWith("0 ")) {
					super.whenMessage(session, message);
				}
			}
		};
		String padding = " " + "x".repeat(200);
		try (WsServer server = Servers.start(Servers.options().inbound((inbound) -> inbound.maxMessages(8)), holder);
				Peer peer = Peer.open(server)) {
			BlockedSender sender = BlockedSender.start((sent) -> {
				for (int i = 0; i < messages; i++) {
					peer.sendsText(i + padding);
					sent.incrementAndGet();
				}
			});
			sender.awaitBlocked();
			assertThat(sender.sent()).isLessThan(messages);
			assertThat(server.counters().messagesReceived()).isLessThan(50);
			holder.awaitStage().complete("done");
			for (int i = 0; i < messages; i++) {
				assertThat(holder.awaitMessage()).isEqualTo(i + padding);
			}
			sender.awaitEnd();
		}
	}

	@Test
	void holdsFromOutsideOfACallbackCountForWhatHasNotBegun() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			Session session = (Session) recorder.awaitOpen();
			CompletableFuture<String> stage = new CompletableFuture<>();
			session.holdUntil(stage);
			peer.sends(numbers(2));
			Await.until("2 messages are waiting", () -> session.waitingMessages() == 2);
			stage.complete("done");
			assertThat(recorder.awaitMessage()).isEqualTo("0");
			assertThat(recorder.awaitMessage()).isEqualTo("1");
		}
	}

	@Test
	void aStageThatCannotBeWaitedForHoldsNothing() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				session.holdUntil(new CompletableFuture<>() {
					@Override
					public CompletableFuture<Object> whenComplete(
							BiConsumer<? super Object, ? super Throwable> action) {
						throw new UnsupportedOperationException("for the test");
					}
				});
			}

			@Override
			protected void whenError(WsSession session, Throwable error) {
			}
		};
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			peer.sends(numbers(2));
			assertThat(recorder.awaitMessage()).isEqualTo("0");
			assertThat(recorder.awaitMessage()).isEqualTo("1");
			Await.until("2 errors are reported", () -> recorder.errors.size() == 2);
			assertThat(recorder.errors).allMatch((error) -> error.getMessage().equals("for the test"));
		}
	}

}
