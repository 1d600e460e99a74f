/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.BlockedSender;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.session.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies are paced: a session whose peer does not take them gets no further messages,
 * and is not closed.
 */
@Timeout(120)
class PacingTest {

	private static final int KB = 1024;

	private static final int MB = 1024 * KB;

	private final WsServerOptions.Builder options = Servers.options();

	/** Sends all that the peer of {@link #session} has to say. */
	private Thread sender;

	private Session session;

	private static byte[] binary(int size) {
		return Peer.frame(true, Opcode.BINARY, new byte[size]);
	}

	private static Echo echo(boolean nonBlocking) {
		return new Echo() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}
		};
	}

	private static void receives(Peer peer, int size) throws IOException {
		Peer.Frame frame = peer.receives();
		assertThat(frame.opcode()).as("a reply of %s bytes, not the end: %s", size, frame.closeReason())
			.isEqualTo(Opcode.BINARY);
		assertThat(frame.payload()).hasSize(size);
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(booleans = { false, true })
	void aReplyAsLargeAsTheLimitMayFollowASmallOne(boolean nonBlocking) throws Exception {
		try (WsServer server = Servers.start(this.options, echo(nonBlocking))) {
			for (int i = 0; i < 200; i++) {
				try (Peer peer = Peer.open(server)) {
					peer.sends(Peer.concat(binary(38), binary(MB)));
					receives(peer, 38);
					receives(peer, MB);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsHeldBackForMoreToComeIsTriedFirst(boolean nonBlocking) throws Exception {
		this.options.send((send) -> send.bufferLimit(10 * KB));
		try (WsServer server = Servers.start(this.options, echo(nonBlocking))) {
			for (int i = 0; i < 200; i++) {
				try (Peer peer = Peer.open(server)) {
					// all in one read
					peer.sends(Peer.concat(binary(38), binary(10 * KB), binary(20 * KB), binary(20 * KB)));
					receives(peer, 38);
					receives(peer, 10 * KB);
					receives(peer, 20 * KB);
					receives(peer, 20 * KB);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aLargeReplyMayFollowManySmallOnes(boolean nonBlocking) throws Exception {
		byte[][] messages = new byte[1001][];
		for (int i = 0; i < 1000; i++) {
			messages[i] = binary(KB);
		}
		messages[1000] = binary(MB);
		byte[] all = Peer.concat(messages);
		try (WsServer server = Servers.start(this.options, echo(nonBlocking))) {
			for (int i = 0; i < 20; i++) {
				try (Peer peer = Peer.open(server)) {
					Thread sender = sending(peer, all);
					for (int j = 0; j < 1000; j++) {
						receives(peer, KB);
					}
					receives(peer, MB);
					Await.end(sender);
				}
			}
		}
	}

	private static Thread sending(Peer peer, byte[] bytes) {
		Thread sender = new Thread(() -> {
			try {
				peer.sends(bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "peer that sends");
		sender.start();
		return sender;
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVER", "BOTH" })
	void aLargeReplyMayFollowASmallOneWhereTheContextIsKept(ContextTakeover takeover) throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true).contextTakeover(takeover));
		try (WsServer server = Servers.start(this.options, new Echo())) {
			for (int i = 0; i < 15; i++) {
				try (DeflatePeer peer = DeflatePeer.open(server)) {
					peer.sends(Opcode.BINARY, new byte[1000]);
					peer.sends(Opcode.BINARY, new byte[MB]);
					assertThat(peer.receives(Opcode.BINARY)).hasSize(1000);
					assertThat(peer.receives(Opcode.BINARY)).hasSize(MB);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoWritesAllBeforeItReadsGetsAll(boolean nonBlocking) throws Exception {
		int messages = 1024;
		int size = 64 * KB;
		AtomicLong most = new AtomicLong();
		try (WsServer server = Servers.start(this.options.eventLoops(1), echo(nonBlocking));
				Peer greedy = Peer.open(server);
				Peer other = Peer.open(server)) {
			BlockedSender sender = BlockedSender.start((sent) -> {
				for (int i = 0; i < messages; i++) {
					byte[] payload = new byte[size];
					payload[0] = (byte) i;
					greedy.sendsBinary(payload);
					sent.incrementAndGet();
				}
			});
			sender.awaitBlocked(() -> most.accumulateAndGet(server.counters().bufferedBytes(), Math::max));
			assertThat(sender.sent()).isLessThan(messages);
			for (int i = 0; i < 100; i++) {
				assertThat(other.sendsText("round trip " + i).receivesText()).isEqualTo("round trip " + i);
			}
			for (int i = 0; i < messages; i++) {
				Peer.Frame frame = greedy.receives();
				assertThat(frame.opcode()).as("reply %s, not %s", i, frame.closeReason()).isEqualTo(Opcode.BINARY);
				assertThat(frame.payload()).hasSize(size).startsWith((byte) i);
				most.accumulateAndGet(server.counters().bufferedBytes(), Math::max);
			}
			sender.awaitEnd();
			assertThat(other.sendsText("still here").receivesText()).isEqualTo("still here");
			assertThat(server.counters().messagesDropped()).isZero();
		}
		// inbound.max-bytes and a message, half of send.buffer-limit and a reply, and a
		// message that is coming in
		assertThat(most.get()).isGreaterThan(MB / 2).isLessThan(MB + MB / 2 + 4 * size);
	}

	@ParameterizedTest
	@EnumSource
	void noPolicyDropsAReply(OverflowPolicy policy) throws Exception {
		int messages = 2000;
		this.options.send((send) -> send.bufferLimit(100 * KB).overflowPolicy(policy));
		Echo echo = new Echo();
		try (WsServer server = Servers.start(this.options, echo); Peer peer = Peer.openNarrow(server)) {
			Session session = (Session) echo.awaitOpen();
			byte[][] all = new byte[messages][];
			for (int i = 0; i < messages; i++) {
				byte[] payload = new byte[10 * KB];
				payload[0] = (byte) i;
				all[i] = Peer.frame(true, Opcode.BINARY, payload);
			}
			Thread sender = sending(peer, Peer.concat(all));
			Await.until("replies wait", session::isPaced);
			// what others send meanwhile may be dropped, but not instead of a reply
			PreparedMessage text = PreparedMessage.text("x".repeat(10 * KB));
			for (int i = 0; i < 9; i++) {
				session.send(text);
			}
			for (int i = 0; i < messages;) {
				Peer.Frame frame = peer.receives();
				if (frame.opcode() == Opcode.BINARY) {
					assertThat(frame.payload()).startsWith((byte) i);
					i++;
				}
				else {
					assertThat(frame.opcode()).as(frame.closeReason()).isEqualTo(Opcode.TEXT);
				}
			}
			Await.end(sender);
		}
	}

	/**
	 * Opens a session that is paced: the replies to what it has sent wait for the peer,
	 * and there are more messages to handle.
	 */
	private Peer openPaced(WsServer server, Recorder recorder, int messages) throws Exception {
		Peer peer = Peer.openNarrow(server);
		Session session = (Session) recorder.awaitOpen();
		byte[][] all = new byte[messages][];
		for (int i = 0; i < messages; i++) {
			byte[] payload = new byte[100 * KB];
			payload[0] = (byte) i;
			all[i] = Peer.frame(true, Opcode.BINARY, payload);
		}
		this.sender = sending(peer, Peer.concat(all));
		Await.until("the session is paced", () -> session.isPaced() && session.waitingMessages() > 0);
		this.session = session;
		return peer;
	}

	private void receivesAll(Peer peer, int messages) throws Exception {
		for (int i = 0; i < messages; i++) {
			Peer.Frame frame = peer.receives();
			assertThat(frame.opcode()).as("reply %s, not %s", i, frame.closeReason()).isEqualTo(Opcode.BINARY);
			assertThat(frame.payload()).hasSize(100 * KB).startsWith((byte) i);
		}
		Await.end(this.sender);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatOthersSendDoesNotCloseASessionThatIsPaced(boolean nonBlocking) throws Exception {
		Echo echo = echo(nonBlocking);
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 100)) {
			// no more than the limit by itself
			PreparedMessage news = PreparedMessage.text("x".repeat(100 * KB));
			for (int i = 0; i < 10; i++) {
				server.sessions().broadcast("test", news);
			}
			int replies = 0;
			for (int i = 0; i < 110; i++) {
				Peer.Frame frame = peer.receives();
				assertThat(frame.opcode()).as(frame.closeReason()).isIn(Opcode.BINARY, Opcode.TEXT);
				replies += (frame.opcode() == Opcode.BINARY) ? 1 : 0;
			}
			assertThat(replies).isEqualTo(100);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aBroadcastIsAReplyToWhoeverHasCausedIt(boolean nonBlocking) throws Exception {
		AtomicReference<WsServer> started = new AtomicReference<>();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				started.get().sessions().broadcast("test", PreparedMessage.of(message));
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}
		};
		try (WsServer server = Servers.start(this.options, recorder)) {
			started.set(server);
			try (Peer peer = openPaced(server, recorder, 200)) {
				receivesAll(peer, 200);
			}
		}
	}

	@Test
	@Tag("slow")
	void aHandlerThatGoesOnWhereTheQueueIsDrainedMayWaitForItsSend() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.end(session.send(PreparedMessage.of(message)));
			}
		};
		// an executor without a thread to spare has the caller run its tasks
		Executor others = ForkJoinPool.commonPool();
		Thread caller = Thread.currentThread();
		this.options.executor((task) -> {
			if (Thread.currentThread() == caller) {
				task.run();
			}
			else {
				others.execute(task);
			}
		});
		int messages = 5000;
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			Semaphore taken = new Semaphore(0);
			// the thread is alive for a moment after its last permit
			AtomicBoolean receiving = new AtomicBoolean(true);
			Thread sender = new Thread(() -> {
				try {
					for (int i = 0; i < messages; i++) {
						peer.sendsText("message " + i);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, "peer that sends");
			Thread receiver = new Thread(() -> {
				try {
					for (int i = 0; i < messages;) {
						Peer.Frame frame = peer.receives();
						i += (frame.opcode() == Opcode.TEXT) ? 1 : 0;
						taken.release((frame.payload().length > KB) ? 1 : 0);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				finally {
					receiving.set(false);
					taken.release();
				}
			}, "peer that receives");
			// what it sends is written by whoever writes the large messages
			Thread other = new Thread(() -> {
				while (receiving.get()) {
					session.sendBinary(new byte[1]).toCompletableFuture().join();
				}
			}, "other that sends");
			receiver.start();
			sender.start();
			other.start();
			PreparedMessage large = PreparedMessage.of(WsMessage.ofBinary(new byte[MB - KB]));
			while (receiving.get()) {
				session.send(large);
				taken.acquire();
			}
			Await.end(sender);
			Await.end(other);
			assertThat(recorder.errors).isEmpty();
		}
	}

	@Test
	void aPolicyRulesWhereOneCallSendsWithoutEnd() throws Exception {
		AtomicLong most = new AtomicLong();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				while (session.isOpen()) {
					session.sendBinary(new byte[10 * KB]);
					most.accumulateAndGet(session.queuedBytes(), Math::max);
				}
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = Peer.openNarrow(server)) {
			peer.sendsText("go");
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
		}
		assertThat(most.get()).isGreaterThan(MB - 20 * KB).isLessThan(MB + 20 * KB);
	}

	@Test
	void aMessageInPartsMayEndInALaterCall() throws Exception {
		int parts = 8;
		AtomicInteger calls = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				int call = calls.incrementAndGet();
				session.sendText("part " + call + " ", call == parts);
				session.sendBinary(new byte[100 * KB]);
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = Peer.open(server)) {
			for (int i = 1; i <= parts; i++) {
				peer.sendsText("message " + i);
			}
			for (int i = 1; i <= parts; i++) {
				assertThat(peer.receives().text()).isEqualTo("part " + i + " ");
			}
			for (int i = 1; i <= parts; i++) {
				receives(peer, 100 * KB);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStopAnswersWhatHasCome(boolean nonBlocking) throws Exception {
		this.options.inbound((inbound) -> inbound.maxBytes(16 * MB));
		Echo echo = echo(nonBlocking);
		WsServer server = Servers.start(this.options, echo);
		try (Peer peer = openPaced(server, echo, 60)) {
			Await.until("60 messages are received", () -> server.counters().messagesReceived() == 60);
			CompletionStage<Void> stopped = server.stop();
			receivesAll(peer, 60);
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.sendsClose(1001);
			Await.end(stopped);
			assertThat(echo.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thePeersCloseIsAnsweredBehindAllReplies(boolean nonBlocking) throws Exception {
		Echo echo = echo(nonBlocking);
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			Thread first = this.sender;
			Thread last = new Thread(() -> {
				try {
					first.join();
					peer.sendsClose(1000);
				}
				catch (InterruptedException | IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			last.start();
			receivesAll(peer, 60);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			Await.end(last);
			assertThat(echo.awaitClosed().code()).isEqualTo(1000);
			assertThat(echo.faults).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ourCloseLetsGoOfWhatWaits(boolean nonBlocking) throws Exception {
		Echo echo = echo(nonBlocking);
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			Await.end(this.sender);
			this.session.close();
			Await.until("messages that wait are dropped", () -> this.session.waitingMessages() == 0);
			assertThat(peer.receivesUntilClose()).isEqualTo(1000);
			peer.sendsClose(1000);
			assertThat(echo.awaitClosed().code()).isEqualTo(1000);
		}
	}

	@Test
	void theEndLetsGoOfWhatWaits() throws Exception {
		Echo echo = new Echo();
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			Await.end(this.sender);
			peer.resets();
			assertThat(echo.awaitClosed().code()).isEqualTo(1006);
			Servers.awaitEmpty(server);
			Await.until("no memory is held", () -> server.counters().bufferedBytes() == 0);
		}
	}

	@Test
	void whoTakesNothingIsClosedAtTheTimeout() throws Exception {
		Echo echo = new Echo();
		this.options.send((send) -> send.timeout(Duration.ofMillis(500)));
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			assertThat(echo.awaitClosed()).isEqualTo(CloseStatus.of(1008).withReason("Peer reads too slowly"));
			Await.until("no memory is held", () -> server.counters().bufferedBytes() == 0);
			Await.end(this.sender);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void pingsAreAnsweredMeanwhile(boolean nonBlocking) throws Exception {
		// reading does not pause
		this.options.inbound((inbound) -> inbound.maxBytes(16 * MB));
		Echo echo = echo(nonBlocking);
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			Await.end(this.sender);
			peer.sendsPing("alive");
			Await.until("the ping has come", () -> server.counters().pingsReceived() == 1);
			int replies = 0;
			String pong = null;
			while (pong == null || replies < 60) {
				Peer.Frame frame = peer.receives();
				if (frame.opcode() == Opcode.PONG) {
					pong = frame.text();
				}
				else {
					assertThat(frame.opcode()).as(frame.closeReason()).isEqualTo(Opcode.BINARY);
					replies++;
				}
			}
			assertThat(pong).isEqualTo("alive");
		}
	}

	@Test
	void whoIsPacedIsNotIdle() throws Exception {
		Echo echo = new Echo();
		this.options.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofMillis(500)));
		try (WsServer server = Servers.start(this.options, echo); Peer peer = openPaced(server, echo, 60)) {
			try (Peer idle = Peer.open(server)) {
				assertThat(idle.receivesClose()).isEqualTo(1001);
			}
			receivesAll(peer, 60);
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(booleans = { false, true })
	void holdsAndRatesAndPacingGoTogether(boolean nonBlocking) throws Exception {
		this.options.rateLimit(RateLimit.defaults().bytes(20 * MB))
			.inbound((inbound) -> inbound.maxMessages(4))
			.send((send) -> send.bufferLimit(100 * KB));
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				CompletionStage<Void> sent = session.send(PreparedMessage.of(message));
				session.holdUntil((message.bytes()[0] % 3 == 0) ? sent : CompletableFuture.runAsync(() -> {
				}));
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = openPaced(server, recorder, 400)) {
			receivesAll(peer, 400);
			assertThat(recorder.faults).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void repliesOfOtherThreadsAreNotDroppedEither(OverflowPolicy policy) throws Exception {
		this.options.send((send) -> send.bufferLimit(250 * KB).overflowPolicy(policy));
		AtomicInteger number = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				// two at a time, without order
				CompletableFuture<Void> done = CompletableFuture
					.runAsync(() -> session.asReply(() -> session.send(PreparedMessage.of(message))));
				if (number.incrementAndGet() % 2 == 0) {
					session.holdUntil(done);
				}
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = openPaced(server, recorder, 200)) {
			for (int i = 0; i < 200; i++) {
				receives(peer, 100 * KB);
			}
			Await.end(this.sender);
			assertThat(server.counters().messagesDropped()).isZero();
		}
	}

	@Test
	void messagesThatAreReadAsTheyComeArePacedToo() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			public void onStream(WsSession session, IncomingMessage message) throws IOException {
				session.sendBinary(message.stream().readAllBytes());
			}

			@Override
			public long maxStreamSize(SessionEvent event) {
				return (event == SessionEvent.BINARY) ? MB : 0;
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = openPaced(server, recorder, 200)) {
			receivesAll(peer, 200);
		}
	}

	@Test
	void repliesOverTlsArePaced() throws Exception {
		Echo echo = new Echo();
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, echo);
				Peer peer = Peer.openTls(server, Certificates.trustAll())) {
			Session session = (Session) echo.awaitOpen();
			byte[][] all = new byte[200][];
			for (int i = 0; i < all.length; i++) {
				byte[] payload = new byte[100 * KB];
				payload[0] = (byte) i;
				all[i] = Peer.frame(true, Opcode.BINARY, payload);
			}
			this.sender = sending(peer, Peer.concat(all));
			Await.until("the session is paced", () -> session.isPaced() && session.waitingMessages() > 0);
			receivesAll(peer, 200);
		}
	}

	@Test
	void repliesWithContextTakeoverArePaced() throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true).contextTakeover(ContextTakeover.BOTH));
		Echo echo = new Echo();
		Random random = new Random(7);
		byte[][] payloads = new byte[60][100 * KB];
		for (byte[] payload : payloads) {
			random.nextBytes(payload);
		}
		try (WsServer server = Servers.start(this.options, echo); DeflatePeer peer = DeflatePeer.openNarrow(server)) {
			Session session = (Session) echo.awaitOpen();
			Thread sender = new Thread(() -> {
				try {
					for (byte[] payload : payloads) {
						peer.peer.sendsBinary(payload);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			sender.start();
			Await.until("the session is paced", () -> session.isPaced() && session.waitingMessages() > 0);
			for (byte[] payload : payloads) {
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(payload);
			}
			Await.end(sender);
		}
	}

}
