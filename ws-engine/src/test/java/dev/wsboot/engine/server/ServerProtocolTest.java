/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Peer.Frame;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a server says to a peer that closes, breaks the protocol or does not read, and in
 * which order. Beyond the answers to single inputs, which {@link ServerVectorsTest} has,
 * and the ways to end a session, which {@code CloseCallbackTest} has.
 */
class ServerProtocolTest {

	private static final Duration SHORT = Duration.ofMillis(100);

	private final WsServerOptions.Builder options = Servers.options();

	private Recorder recorder = new Echo();

	private WsServer server;

	private Peer peer;

	private void start() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
	}

	private void open() throws Exception {
		start();
		this.peer = Peer.open(this.server);
	}

	@AfterEach
	void stop() throws Exception {
		if (this.peer != null) {
			this.peer.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/** The connection is at its end, and these were all callbacks that ever came. */
	private void assertEnded(int code, String... texts) throws Exception {
		this.peer.receivesEnd();
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(code);
		stop();
		assertThat(this.recorder.messages).containsExactly(texts);
		assertThat(this.recorder.closed).as("more close callbacks").isEmpty();
		assertThat(this.recorder.faults).isEmpty();
	}

	// The peer closes

	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void echoesACloseCode(int code) throws Exception {
		open();
		this.peer.sendsFrames("88 85 m %04X \"why\"".formatted(code));
		assertThat(this.peer.receivesClose()).isEqualTo(code);
		assertEnded(code);
	}

	@Test
	void answersAnEmptyCloseWithAnEmptyOne() throws Exception {
		open();
		this.peer.sendsFrames("88 80 m").receives(Opcode.CLOSE, "");
		assertEnded(1005);
	}

	@Test
	void tellsTheApplicationOfAnEndWithoutClose() throws Exception {
		open();
		this.peer.sendsFrames("81 82 m \"hi\"").receives(Opcode.TEXT, "\"hi\"").sendsEnd();
		assertEnded(1006, "hi");
	}

	@Test
	void ignoresDataBehindAClose() throws Exception {
		open();
		this.peer.sendsFrames("81 82 m \"hi\", 88 82 m 03E8, 81 82 m \"no\", 89 80 m, 83 FF")
			.receives(Opcode.TEXT, "\"hi\"")
			.receives(Opcode.CLOSE, "03E8");
		assertEnded(1000, "hi");
	}

	/**
	 * RFC 6455 7.1.1: were the socket closed while the peer still sends, it would be
	 * reset, and the peer might never read our Close frame.
	 */
	@Test
	void doesNotResetAPeerThatSendsBehindItsClose() throws Exception {
		open();
		byte[] bytes = Arrays.copyOf(FrameNotation.bytes("88 82 m 03E8"), 4 * 1024 * 1024);
		this.peer.sends(bytes).receives(Opcode.CLOSE, "03E8").receivesEnd();
		for (int i = 0; i < 5000; i++) {
			// fails once a reset has come
			this.peer.sendsFrames("89 80 m").receivesEnd();
		}
		assertEnded(1000);
	}

	@Test
	void endsAConnectionWhosePeerDoesNotEndItsSide() throws Exception {
		// time to write our Close frame, also on a slow machine
		this.options.closeTimeout(Duration.ofSeconds(2));
		open();
		this.peer.sendsFrames("88 82 m 03E8").receives(Opcode.CLOSE, "03E8").receivesEnd();
		Servers.awaitEmpty(this.server);
		assertEnded(1000);
	}

	@Test
	void answersACloseInsideAFragmentedMessage() throws Exception {
		open();
		this.peer.sendsFrames("01 83 m \"not\", 88 82 m 03E8, 80 83 m \"yet\"").receives(Opcode.CLOSE, "03E8");
		assertEnded(1000);
	}

	/** RFC 6455 5.5.1: the answer may wait for the messages before it. */
	@Test
	void answersWhatCameBeforeAClose() throws Exception {
		CountDownLatch release = holdMessages();
		open();
		// the pong shows that the Close frame has been read, or is about to be
		this.peer.sendsFrames("81 81 m \"1\", 81 81 m \"2\", 89 80 m, 88 82 m 03E8").receives(Opcode.PONG, "");
		release.countDown();
		this.peer.receives(Opcode.TEXT, "\"1\"").receives(Opcode.TEXT, "\"2\"").receives(Opcode.CLOSE, "03E8");
		assertEnded(1000, "1", "2");
	}

	// The peer breaks the protocol

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1002 | 83
			1002 | 81 05
			1007 | 81 FD m FF
			1008 | 01 80 m, (00 80 m,)*16384
			1009 | 82 FF 0000000000100001
			""")
	void answersWhatWasWholeBeforeAViolation(int code, String violation) throws Exception {
		CountDownLatch release = holdMessages();
		open();
		this.peer.sendsFrames("81 81 m \"1\", 81 81 m \"2\", 89 80 m, " + violation).receives(Opcode.PONG, "");
		release.countDown();
		this.peer.receives(Opcode.TEXT, "\"1\"").receives(Opcode.TEXT, "\"2\"");
		assertThat(this.peer.receivesClose()).isEqualTo(code);
		assertEnded(code, "1", "2");
	}

	/** The mailbox is full long before, so that reading pauses. */
	@Test
	void answersAllMessagesBeforeAViolationBehindAPause() throws Exception {
		this.options.inbound((inbound) -> inbound.maxMessages(8));
		CountDownLatch release = holdMessages();
		open();
		this.peer.sendsFrames("(81 83 m \"all\",)*500 83");
		this.recorder.awaitMessage();
		release.countDown();
		for (int i = 0; i < 500; i++) {
			this.peer.receives(Opcode.TEXT, "\"all\"");
		}
		assertThat(this.peer.receivesClose()).isEqualTo(1002);
		assertThat(this.recorder.messages).hasSize(499);
		this.recorder.messages.clear();
		assertEnded(1002);
	}

	@Test
	void answersBeforeAViolationInOneReadBatch() throws Exception {
		this.recorder = new Echo() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}
		};
		open();
		this.peer.sendsFrames("81 81 m \"1\", 89 81 m 07, 82 81 m 02, 8A 80 m, 81 81 m \"3\", 83 80 m, 81 81 m \"4\"")
			.receives(Opcode.TEXT, "\"1\"")
			.receives(Opcode.PONG, "07")
			.receives(Opcode.BINARY, "02")
			.receives(Opcode.TEXT, "\"3\"");
		assertThat(this.peer.receivesClose()).isEqualTo(1002);
		assertEnded(1002, "1", "3");
	}

	@Test
	void handlesFramesRightBehindTheHandshake() throws Exception {
		start();
		this.peer = Peer.connect(this.server);
		this.peer.sends(Peer.concat(Peer.REQUEST.getBytes(), FrameNotation.bytes("81 82 m \"hi\", 91")));
		assertThat(this.peer.receivesResponse().status()).isEqualTo(101);
		this.peer.receives(Opcode.TEXT, "\"hi\"");
		assertThat(this.peer.receivesClose()).isEqualTo(1002);
		assertEnded(1002, "hi");
	}

	/** A failure waits its turn, but not for ever. */
	@Test
	void failsTheConnectionAlthoughTheHandlerHangs() throws Exception {
		this.options.closeTimeout(SHORT);
		CountDownLatch release = holdMessages();
		open();
		this.peer.sendsFrames("81 81 m \"1\", 81 81 m \"2\"");
		Await.until("the handler hangs", () -> !this.recorder.messages.isEmpty());
		this.peer.sendsFrames("83");
		assertThat(this.peer.receivesClose()).isEqualTo(1002);
		release.countDown();
		// what comes behind our Close frame would not be answered
		assertEnded(1002, "1");
	}

	@Test
	void ignoresWhatFollowsAViolation() throws Exception {
		open();
		assertThat(this.peer.sendsFrames("91").receivesClose()).isEqualTo(1002);
		this.peer.sendsFrames("81 82 m \"hi\", 89 80 m, 88 82 m 03E9");
		assertEnded(1002);
	}

	/** The violation has been found, but our Close frame still waits for the handler. */
	@Test
	void ignoresWhatFollowsAViolationThatWaitsItsTurn() throws Exception {
		CountDownLatch release = holdMessages();
		open();
		this.peer.sendsFrames("81 81 m \"1\", 89 80 m, 83").receives(Opcode.PONG, "");
		long before = this.server.counters().bytesReceived();
		this.peer.sendsFrames("89 81 m 07, 81 81 m \"2\", 88 80 m");
		Await.until("the server has received all bytes",
				() -> this.server.counters().bytesReceived() == before + 7 + 7 + 6);
		release.countDown();
		this.peer.receives(Opcode.TEXT, "\"1\"");
		assertThat(this.peer.receivesClose()).isEqualTo(1002);
		assertEnded(1002, "1");
	}

	@Test
	void doesNotResetAPeerThatSendsOnAfterAViolation() throws Exception {
		open();
		this.peer.sends(Arrays.copyOf(FrameNotation.bytes("82 FF 0000000010000000 m"), 4 * 1024 * 1024));
		assertThat(this.peer.receivesClose()).isEqualTo(1009);
		for (int i = 0; i < 5000; i++) {
			this.peer.sends(new byte[6]).receivesEnd();
		}
		assertEnded(1009);
	}

	// We close

	/** RFC 6455 7.1.5: our Close frame was the first, so its code counts. */
	@Test
	void dropsWhatComesBetweenOurCloseAndThePeers() throws Exception {
		open();
		this.recorder.awaitOpen().close(new CloseStatus(4001, "enough"));
		this.peer.receives(Opcode.CLOSE, "0FA1 \"enough\"");
		this.peer.sendsFrames("81 82 m \"hi\", 89 80 m, 8A 80 m, 88 82 m 03E9");
		assertEnded(4001);
	}

	@Test
	void closesWithWhateverMayBeSent() throws Exception {
		open();
		WsSession session = this.recorder.awaitOpen();
		for (int code : new int[] { 1004, 1006, 1015, 1016, 2999 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> session.close(CloseStatus.of(code)));
		}
		assertThat(session.isOpen()).isTrue();
		session.close(CloseStatus.of(CloseCode.TRY_AGAIN_LATER));
		assertThat(session.isOpen()).isFalse();
		this.peer.receives(Opcode.CLOSE, "03F5").sendsFrames("88 82 m 03F5");
		assertEnded(1013);
	}

	@Test
	void sendsNothingBehindOurClose() throws Exception {
		open();
		WsSession session = this.recorder.awaitOpen();
		CompletionStage<Void> before = session.sendText("before");
		session.close(CloseStatus.NO_STATUS);
		for (CompletionStage<Void> after : List.of(session.sendText("after"), session.sendBinary(new byte[1]),
				session.ping(ByteBuffer.allocate(0)))) {
			assertThat(after.toCompletableFuture()).failsWithin(Await.PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(SendException.class);
		}
		this.peer.receives(Opcode.TEXT, "\"before\"").receives(Opcode.CLOSE, "").sendsFrames("88 80 m");
		assertEnded(1005);
		Await.end(before);
	}

	@Test
	void answersWhatItHasReceivedWhenItStops() throws Exception {
		CountDownLatch release = holdMessages();
		open();
		this.peer.sendsFrames("81 81 m \"1\", 81 81 m \"2\", 89 80 m").receives(Opcode.PONG, "");
		CompletionStage<Void> stopped = this.server.stop();
		release.countDown();
		this.peer.receives(Opcode.TEXT, "\"1\"").receives(Opcode.TEXT, "\"2\"").receives(Opcode.CLOSE, "03E9");
		this.peer.sendsFrames("88 82 m 03E9");
		assertEnded(1001, "1", "2");
		Await.end(stopped);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closesWithoutDetailWhenTheHandlerThrows(boolean nonBlocking) throws Exception {
		this.recorder = new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				super.whenMessage(session, message);
				if (message.text().equals("throw")) {
					throw new IllegalStateException("secret");
				}
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}
		};
		open();
		this.peer.sendsFrames("81 82 m \"hi\", 81 85 m \"throw\", 81 85 m \"after\"")
			.receives(Opcode.TEXT, "\"hi\"")
			.receives(Opcode.TEXT, "\"throw\"")
			.receives(Opcode.CLOSE, "03F3")
			.sendsFrames("88 82 m 03F3");
		assertEnded(1011, "hi", "throw");
	}

	// Messages and pings

	@Test
	void answersPingsBetweenFragmentsAtOnce() throws Exception {
		open();
		this.peer.sendsFrames("89 80 m").receives(Opcode.PONG, "");
		this.peer.sendsFrames("89 FD m (C3 28 00 FF 81)*25").receives(Opcode.PONG, "(C3 28 00 FF 81)*25");
		this.peer.sendsFrames("01 82 m \"Gr\", 89 81 m 07, 00 81 m C3").receives(Opcode.PONG, "07");
		this.peer.sendsFrames("80 81 m BC, 88 80 m").receives(Opcode.TEXT, "\"Grü\"").receives(Opcode.CLOSE, "");
		assertEnded(1005, "Grü");
	}

	@Test
	void answersEachPingOfAPeerThatReads() throws Exception {
		open();
		for (int i = 0; i < 100; i++) {
			this.peer.sendsFrames("(89 81 m 01, 89 81 m 02,)*16");
			for (int j = 0; j < 16; j++) {
				this.peer.receives(Opcode.PONG, "01").receives(Opcode.PONG, "02");
			}
		}
		this.peer.sendsFrames("88 80 m").receives(Opcode.CLOSE, "");
		assertEnded(1005);
	}

	@Test
	void echoesEmptyMessages() throws Exception {
		open();
		this.peer.sendsFrames("81 80 m, 82 80 m, 01 80 m, 80 80 m, 88 80 m")
			.receives(Opcode.TEXT, "")
			.receives(Opcode.BINARY, "")
			.receives(Opcode.TEXT, "")
			.receives(Opcode.CLOSE, "");
		assertEnded(1005, "", "");
	}

	@Test
	void doesNothingWithAMessageThatTheHandlerDoesNotAskFor() throws Exception {
		this.server = Servers.start(new SessionHandler() {
		});
		this.peer = Peer.open(this.server);
		this.peer.sendsFrames("81 82 m \"hi\", 82 81 m 00, 8A 80 m, 89 81 m 07, 88 82 m 03E8")
			.receives(Opcode.PONG, "07")
			.receives(Opcode.CLOSE, "03E8")
			.receivesEnd();
		assertThat(this.server.counters().messagesReceived()).isEqualTo(2);
	}

	/** Pongs are told while there is room for messages, and do not keep those out. */
	@Test
	void dropsPongsThatTheHandlerHasNoTimeFor() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger pongs = new AtomicInteger();
		this.options.inbound((inbound) -> inbound.maxMessages(8));
		this.recorder = new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.on(release);
				super.whenMessage(session, message);
			}

			@Override
			protected void whenPong(WsSession session, String payload) {
				pongs.incrementAndGet();
			}
		};
		open();
		// the server still reads behind all those pongs
		this.peer.sendsFrames("81 81 m \"1\", (8A 80 m,)*10000 89 80 m").receives(Opcode.PONG, "");
		release.countDown();
		this.peer.receives(Opcode.TEXT, "\"1\"").sendsFrames("88 80 m").receives(Opcode.CLOSE, "");
		assertEnded(1005, "1");
		assertThat(pongs).hasValueBetween(1, 8);
	}

	/** RFC 6455 5.5.3: of pings that were not answered yet, only the newest matters. */
	@Test
	void capsThePongsForAPeerThatDoesNotRead() throws Exception {
		int pings = 200_000;
		int inARow = 1_000;
		// a full write buffer of pongs stays below half of it, so messages are not paced
		this.options.send((send) -> send.bufferLimit(4 * WriteBuffers.SIZE).timeout(Duration.ofMinutes(5)));
		CompletableFuture<Long> queued = new CompletableFuture<>();
		this.recorder = new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				queued.complete(session.queuedBytes());
				super.whenMessage(session, message);
			}
		};
		start();
		this.peer = Peer.openNarrow(this.server);
		byte[] header = FrameNotation.bytes("89 FD m");
		for (int i = 0; i < pings; i += inARow) {
			ByteBuffer block = ByteBuffer.allocate(inARow * (header.length + 125));
			for (int number = i; number < i + inARow; number++) {
				block.put(header).putInt(number).position(block.position() + 121);
			}
			this.peer.sends(block.array());
		}
		this.peer.sendsFrames("81 84 m \"done\"");
		// what the writer has taken, and the 64 that wait
		assertThat(queued.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("bytes that wait")
			.isLessThan(WriteBuffers.SIZE + 66 * 127L);
		int pongs = 0;
		int last = -1;
		Frame frame = this.peer.receives();
		for (; frame.opcode() == Opcode.PONG; frame = this.peer.receives()) {
			int number = ByteBuffer.wrap(frame.payload()).getInt();
			assertThat(number).as("ping that is answered").isGreaterThan(last);
			last = number;
			pongs++;
		}
		assertThat(frame.text()).isEqualTo("done");
		assertThat(last).as("newest ping").isEqualTo(pings - 1);
		assertThat(pongs).as("pongs").isLessThan(pings / 2);
		this.peer.sendsFrames("88 80 m").receives(Opcode.CLOSE, "");
		assertEnded(1005, "done");
	}

	/** Messages wait, until the latch is released, inside the handler. */
	private CountDownLatch holdMessages() {
		CountDownLatch release = new CountDownLatch(1);
		this.recorder = new Echo() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.on(release);
				super.whenMessage(session, message);
			}
		};
		return release;
	}

}
