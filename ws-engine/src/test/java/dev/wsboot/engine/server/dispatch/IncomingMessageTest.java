/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.BlockedSender;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.loop.EventLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that are read as they come: of any size through little memory, in order with
 * all others, and with an end on every way.
 */
@Timeout(120)
class IncomingMessageTest {

	/**
	 * What one connection may hold of a message: the pipe, a piece, and what was read.
	 */
	private static final int MOST_HELD = MessagePipe.CAPACITY + 2 * 64 * 1024;

	/** Small limits for whole messages, which must not matter. */
	private static WsServerOptions.Builder options() {
		return Servers.options().messages((messages) -> messages.maxSize(1000).maxFrameSize(1000).maxFragments(3));
	}

	/** Reads each message as it comes, and notes what the reading ends with. */
	private static class StreamReader extends Recorder {

		final BlockingQueue<Object> read = new LinkedBlockingQueue<>();

		@Override
		public long maxStreamSize(SessionEvent event) {
			return Long.MAX_VALUE;
		}

		@Override
		public final void onStream(WsSession session, IncomingMessage message) throws Exception {
			try {
				this.read.add(read(session, message));
			}
			catch (IOException ex) {
				this.read.add(ex);
				throw ex;
			}
		}

		Object read(WsSession session, IncomingMessage message) throws Exception {
			byte[] all = message.stream().readAllBytes();
			return (message.isText() ? "text " : "binary ") + new String(all, StandardCharsets.UTF_8);
		}

		Object awaitRead() throws InterruptedException {
			return Await.next(this.read);
		}

		/** Waits for a reading that fails, and returns what it says about the session. */
		CloseStatus awaitIncomplete() throws InterruptedException {
			Object read = awaitRead();
			assertThat(read).isInstanceOf(IncompleteMessageException.class);
			return ((IncompleteMessageException) read).status();
		}

	}

	/** The header of a masked frame, with a key of zero. */
	private static byte[] header(boolean fin, Opcode opcode, long length) {
		ByteBuffer header = ByteBuffer.allocate(14);
		header.put((byte) ((fin ? 0x80 : 0) | Peer.frame(false, opcode, new byte[0])[0]));
		if (length <= 125) {
			header.put((byte) (0x80 | length));
		}
		else if (length <= 65535) {
			header.put((byte) 0xFE).putShort((short) length);
		}
		else {
			header.put((byte) 0xFF).putLong(length);
		}
		return Arrays.copyOf(header.array(), header.position() + 4);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void messagesOfAllShapesAreReadInOrder() throws Exception {
		StreamReader reader = new StreamReader();
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sendsText("grüße 😀").sendsText("");
			peer.sends(Peer.frame(false, Opcode.BINARY, bytes("a"))).sendsPing("ping");
			assertThat(peer.receives().opcode()).isEqualTo(Opcode.PONG);
			for (int i = 0; i < 1000; i++) {
				peer.sends(Peer.frame(false, Opcode.CONTINUATION, (i % 2 == 0) ? bytes("b") : new byte[0]));
			}
			peer.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0])).sendsBinary(bytes("c".repeat(5000)));
			assertThat(reader.awaitRead()).isEqualTo("text grüße 😀");
			assertThat(reader.awaitRead()).isEqualTo("text ");
			assertThat(reader.awaitRead()).isEqualTo("binary a" + "b".repeat(500));
			assertThat(reader.awaitRead()).isEqualTo("binary " + "c".repeat(5000));
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(reader.awaitClosed()).isEqualTo(CloseStatus.NORMAL);
			assertThat(reader.errors).isEmpty();
			assertThat(server.counters().messagesReceived()).isEqualTo(4);
		}
	}

	@Test
	void shortMessagesThatComeWholeAreReadLikeOthers() throws Exception {
		List<InputStream> kept = new CopyOnWriteArrayList<>();
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				InputStream stream = message.stream();
				assertThat(stream).isSameAs(message.stream());
				byte[] target = { '-', '-', '-' };
				String read = stream.available() + " " + (char) stream.read() + " " + stream.read(target, 0, 0) + " "
						+ stream.read(target, 1, 2) + " " + new String(target, StandardCharsets.US_ASCII) + " ";
				if (message.isText()) {
					read += new String(stream.readAllBytes(), StandardCharsets.UTF_8);
				}
				else {
					ByteArrayOutputStream rest = new ByteArrayOutputStream();
					read += stream.transferTo(rest) + rest.toString(StandardCharsets.UTF_8);
				}
				read += " " + stream.available() + " " + stream.read() + " " + stream.read(target) + " "
						+ stream.readAllBytes().length;
				kept.add(stream);
				return read;
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(Peer.concat(Peer.text("abcdé"), Peer.frame(true, Opcode.BINARY, bytes("abcdef"))));
			assertThat(reader.awaitRead()).isEqualTo("6 a 0 2 -bc dé 0 -1 -1 0");
			assertThat(reader.awaitRead()).isEqualTo("6 a 0 2 -bc 3def 0 -1 -1 0");
			// the answer to it comes when the callbacks before have returned
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(kept).hasSize(2).allSatisfy((stream) -> {
				assertThatExceptionOfType(IOException.class).isThrownBy(stream::read)
					.withMessageContaining("callback has returned");
				assertThatExceptionOfType(IOException.class).isThrownBy(stream::readAllBytes);
				assertThat(stream.available()).isZero();
			});
			assertThat(reader.errors).isEmpty();
			assertThat(server.counters().messagesReceived()).isEqualTo(2);
		}
	}

	@Test
	void shortMessagesNeverReachTheHandlerOnTheLoop() throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

			@Override
			public boolean onArrival(WsSession session, WsMessage message) {
				this.read.add("arrival");
				return true;
			}

			@Override
			Object read(WsSession session, IncomingMessage message) throws Exception {
				return (Thread.currentThread() instanceof EventLoop.LoopThread) ? "loop" : super.read(session, message);
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(Peer.concat(Peer.text("a"), Peer.text(""), Peer.frame(true, Opcode.BINARY, bytes("b"))));
			assertThat(reader.awaitRead()).isEqualTo("text a");
			assertThat(reader.awaitRead()).isEqualTo("text ");
			assertThat(reader.awaitRead()).isEqualTo("binary b");
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@ValueSource(booleans = { false, true })
	void aHugeMessageGoesThroughLittleMemory(boolean oneFrame) throws Exception {
		long size = 150_000_000;
		AtomicReference<WsServer> running = new AtomicReference<>();
		AtomicLong mostHeld = new AtomicLong();
		AtomicLong mostWaiting = new AtomicLong();
		StreamReader slow = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				InputStream stream = message.stream();
				byte[] piece = new byte[50_000];
				long before = running.get().counters().bytesReceived();
				long count = 0;
				int sum = 0;
				for (int length = stream.read(piece); length >= 0; length = stream.read(piece)) {
					for (int i = 0; i < length; i++) {
						sum += piece[i];
					}
					count += length;
					mostWaiting.accumulateAndGet(stream.available(), Math::max);
					mostHeld.accumulateAndGet(running.get().counters().bytesReceived() - before - count, Math::max);
				}
				return count + " bytes, sum " + sum;
			}
		};
		try (WsServer server = Servers.start(options(), slow); Peer peer = Peer.open(server)) {
			running.set(server);
			slow.awaitOpen();
			byte[] piece = new byte[100_000];
			new Random(1).nextBytes(piece);
			int sum = 0;
			for (byte each : piece) {
				sum += each;
			}
			if (oneFrame) {
				peer.sends(header(true, Opcode.BINARY, size));
			}
			for (long sent = 0; sent < size; sent += piece.length) {
				if (!oneFrame) {
					peer.sends(header(sent + piece.length == size, (sent == 0) ? Opcode.BINARY : Opcode.CONTINUATION,
							piece.length));
				}
				peer.sends(piece);
			}
			assertThat(slow.awaitRead()).isEqualTo(size + " bytes, sum " + sum * (int) (size / piece.length));
			assertThat(mostWaiting.get()).isBetween(1L, (long) MessagePipe.CAPACITY);
			assertThat(mostHeld.get()).isLessThanOrEqualTo(MOST_HELD);
		}
	}

	@Test
	@Tag("slow")
	void whoDoesNotReadPausesThePeer() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		StreamReader stuck = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				Await.on(go);
				return (long) message.stream().readAllBytes().length;
			}
		};
		long size = 20_000_000;
		// one loop, which looks at who is older first
		WsServerOptions.Builder options = options().eventLoops(1)
			.keepAlive(
					(keepAlive) -> keepAlive.pingInterval(Duration.ofMillis(100)).pongTimeout(Duration.ofSeconds(4)));
		try (WsServer server = Servers.start(options, stuck); Peer peer = Peer.open(server)) {
			WsSession session = stuck.awaitOpen();
			BlockedSender sender = BlockedSender.start((sent) -> {
				peer.sends(header(true, Opcode.BINARY, size));
				byte[] piece = new byte[10_000];
				while (sent.get() < size) {
					peer.sends(piece);
					sent.addAndGet(piece.length);
				}
			});
			sender.awaitBlocked();
			assertThat(sender.sent()).isLessThan(size);
			assertThat(server.counters().bytesReceived()).isLessThanOrEqualTo(MOST_HELD);
			try (Peer silent = Peer.open(server)) {
				assertThat(silent.receives().opcode()).isEqualTo(Opcode.PING);
				silent.receivesEnd();
			}
			// it cannot answer our pings while it is not read, and has outlived a younger
			// one that can
			assertThat(session.isOpen()).isTrue();
			go.countDown();
			assertThat(stuck.awaitRead()).isEqualTo(size);
			sender.awaitEnd();
		}
	}

	@Test
	void textCanBeReadByLines() throws Exception {
		StreamReader lines = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(message.stream(), StandardCharsets.UTF_8));
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					session.sendText(line);
				}
				return "done";
			}
		};
		try (WsServer server = Servers.start(options(), lines); Peer peer = Peer.open(server)) {
			byte[] bytes = bytes("erste Zeile\nzwölf €\n😀\n");
			for (int i = 0; i < bytes.length; i++) {
				peer.sends(Peer.frame(false, (i == 0) ? Opcode.TEXT : Opcode.CONTINUATION, new byte[] { bytes[i] }));
				if (bytes[i] == '\n' && i < 15) {
					// it is read before the rest has come
					assertThat(peer.receivesText()).isEqualTo("erste Zeile");
				}
			}
			assertThat(peer.receivesText()).isEqualTo("zwölf €");
			assertThat(peer.receivesText()).isEqualTo("😀");
			peer.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
			assertThat(lines.awaitRead()).isEqualTo("done");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset", "end", "close" })
	void whoIsCutOffIsTold(String how) throws Exception {
		StreamReader reader = new StreamReader();
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(header(how.equals("close") ? false : true, Opcode.BINARY, 5)).sends(bytes("hello").clone());
			if (!how.equals("close")) {
				peer.sends(Peer.concat(header(true, Opcode.BINARY, 1_000_000), bytes("abc")));
				assertThat(reader.awaitRead()).isEqualTo("binary hello");
			}
			Await.until("the message is being read",
					() -> server.counters().messagesReceived() == (how.equals("close") ? 1 : 2));
			switch (how) {
				case "reset" -> peer.resets();
				case "end" -> peer.sendsEnd();
				default -> {
					peer.sendsClose(1001);
					assertThat(peer.receivesClose()).isEqualTo(1001);
				}
			}
			int code = how.equals("close") ? 1001 : 1006;
			Await.until("the session is closed", () -> !reader.closed.isEmpty());
			assertThat(reader.awaitClosed().code()).isEqualTo(code);
			// the callback may have had no chance to begin
			for (Object read : reader.read) {
				assertThat(read).isInstanceOfSatisfying(IncompleteMessageException.class,
						(ex) -> assertThat(ex.status().code()).isEqualTo(code));
			}
			assertThat(reader.errors).isEmpty();
			assertThat(reader.closed).isEmpty();
		}
	}

	/** Waits until its test has sent something more. */
	private static class Begun extends StreamReader {

		final CountDownLatch begun = new CountDownLatch(1);

		@Override
		Object read(WsSession session, IncomingMessage message) throws Exception {
			assertThat(message.stream().read()).isEqualTo('a');
			this.begun.countDown();
			return super.read(session, message);
		}

	}

	@Test
	void invalidTextFailsAtOnce() throws Exception {
		Begun reader = new Begun();
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(header(true, Opcode.TEXT, 1_000_000)).sends(bytes("a"));
			Await.on(reader.begun);
			peer.sends(new byte[] { 'b', (byte) 0xFF });
			assertThat(peer.receivesClose()).isEqualTo(1007);
			assertThat(reader.awaitIncomplete().code()).isEqualTo(1007);
			assertThat(reader.awaitClosed().code()).isEqualTo(1007);
			assertThat(reader.errors).isEmpty();
		}
	}

	@Test
	void aViolationClosesAlthoughTheHandlerDoesNotRead() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws Exception {
				begun.countDown();
				Await.on(go);
				return super.read(session, message);
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(Peer.frame(false, Opcode.BINARY, bytes("a")));
			Await.on(begun);
			peer.sends(Peer.frame(false, Opcode.BINARY, bytes("b")));
			assertThat(peer.receivesClose()).isEqualTo(1002);
			go.countDown();
			assertThat(reader.awaitIncomplete().code()).isEqualTo(1002);
			assertThat(reader.awaitClosed().code()).isEqualTo(1002);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theLargestSizeHolds(boolean oneFrame) throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			public long maxStreamSize(SessionEvent event) {
				return (event == SessionEvent.BINARY) ? 5_000_000_000L : 0;
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sendsText("whole");
			assertThat(reader.awaitMessage()).isEqualTo("whole");
			if (oneFrame) {
				peer.sends(header(true, Opcode.BINARY, 5_000_000_001L));
			}
			else {
				peer.sends(Peer.frame(false, Opcode.BINARY, bytes("a")))
					.sends(header(true, Opcode.CONTINUATION, 5_000_000_000L));
			}
			assertThat(peer.receivesClose()).isEqualTo(1009);
			assertThat(reader.awaitClosed().code()).isEqualTo(1009);
			assertThat(reader.errors).isEmpty();
		}
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sendsText("x".repeat(1001));
			assertThat(peer.receivesClose()).isEqualTo(1009);
		}
	}

	@Test
	void theRestIsDiscardedWhenTheHandlerReturnsEarly() throws Exception {
		AtomicReference<InputStream> kept = new AtomicReference<>();
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws Exception {
				kept.set(message.stream());
				if (message.isText()) {
					return super.read(session, message);
				}
				return message.stream().read();
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			for (int i = 0; i < 3; i++) {
				peer.sendsBinary(new byte[3_000_000]).sendsText("next");
				assertThat(reader.awaitRead()).isEqualTo(0);
				assertThat(reader.awaitRead()).isEqualTo("text next");
			}
			Await.until("the stream is closed", () -> {
				try {
					kept.get().read();
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
			// what nobody reads is checked nevertheless
			peer.sends(header(false, Opcode.BINARY, 3)).sends(new byte[3]);
			assertThat(reader.awaitRead()).isEqualTo(0);
			peer.sends(header(false, Opcode.TEXT, 0));
			assertThat(peer.receivesClose()).isEqualTo(1002);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void othersWaitTheirTurn(boolean nonBlocking) throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}

			@Override
			public long maxStreamSize(SessionEvent event) {
				return (event == SessionEvent.BINARY) ? Long.MAX_VALUE : 0;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				this.read.add("whole " + message.text());
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			List<byte[]> frames = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				frames.add(Peer.text("" + i));
				expected.add("whole " + i);
				frames.add(Peer.frame(true, Opcode.BINARY, bytes("x".repeat(i * 10) + i)));
				expected.add("binary " + "x".repeat(i * 10) + i);
			}
			peer.sends(Peer.concat(frames.toArray(byte[][]::new)));
			for (String each : expected) {
				assertThat(reader.awaitRead()).isEqualTo(each);
			}
			assertThat(reader.faults).isEmpty();
		}
	}

	@Test
	void smallOnesThatWaitForTheHandlerAreBounded() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws Exception {
				Await.on(go);
				return super.read(session, message);
			}
		};
		try (WsServer server = Servers.start(options().inbound((inbound) -> inbound.maxBytes(5000)), reader);
				Peer peer = Peer.open(server)) {
			byte[][] frames = new byte[100][];
			Arrays.setAll(frames, (i) -> Peer.frame(true, Opcode.BINARY, bytes("x".repeat(1000))));
			peer.sends(Peer.concat(frames));
			Await.until("five have come", () -> server.counters().messagesReceived() >= 5);
			// one more may have been taken out before
			assertThat(server.counters().messagesReceived()).isLessThanOrEqualTo(6);
			go.countDown();
			for (int i = 0; i < 100; i++) {
				assertThat(reader.awaitRead()).isEqualTo("binary " + "x".repeat(1000));
			}
		}
	}

	@Test
	void ourOwnCloseWakesTheReader() throws Exception {
		Begun reader = new Begun();
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			WsSession session = reader.awaitOpen();
			peer.sends(header(true, Opcode.BINARY, 1_000_000)).sends(bytes("a"));
			Await.on(reader.begun);
			session.close(CloseStatus.of(4000));
			assertThat(reader.awaitIncomplete().code()).isEqualTo(4000);
			assertThat(peer.receivesClose()).isEqualTo(4000);
			// what is under way does not keep the peer from answering
			peer.sends(new byte[999_999]).sendsClose(4000);
			peer.receivesEnd();
			assertThat(reader.awaitClosed().code()).isEqualTo(4000);
			assertThat(reader.errors).isEmpty();
		}
	}

	@Test
	void aStopEndsItWhenItsGraceIsOver() throws Exception {
		Begun reader = new Begun();
		ShutdownOptions shutdown = ShutdownOptions.defaults().gracePeriod(Duration.ofMillis(50));
		WsServer server = Servers.start(options().shutdown(shutdown), reader);
		try (Peer peer = Peer.open(server)) {
			peer.sends(header(true, Opcode.BINARY, 1_000_000)).sends(bytes("a"));
			Await.on(reader.begun);
			Await.end(server.stop());
			assertThat(reader.awaitIncomplete().code()).isEqualTo(1001);
			assertThat(reader.awaitClosed().code()).isEqualTo(1001);
		}
	}

	@Test
	void aStopWaitsForAMessageThatComesInTime() throws Exception {
		Begun reader = new Begun();
		WsServer server = Servers.start(options(), reader);
		try (Peer peer = Peer.open(server)) {
			peer.sends(header(true, Opcode.BINARY, 5)).sends(bytes("a"));
			Await.on(reader.begun);
			var stopped = server.stop();
			peer.sends(bytes("bcde"));
			assertThat(reader.awaitRead()).isEqualTo("binary bcde");
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.sendsClose(1001);
			Await.end(stopped);
		}
	}

	@Test
	void interruptsAndErrorsHarmNobody() throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws Exception {
				if (message.isText()) {
					return super.read(session, message);
				}
				int what = message.stream().read();
				if (what == 1) {
					throw new StackOverflowError("for the test");
				}
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> message.stream().read());
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
				return "interrupted";
			}

			@Override
			protected void whenError(WsSession session, Throwable error) {
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			for (int i = 0; i < 5; i++) {
				peer.sends(header(true, Opcode.BINARY, 200_000)).sends(new byte[] { 1 }).sends(new byte[199_999]);
				peer.sends(header(true, Opcode.BINARY, 2)).sends(new byte[] { 2 });
				assertThat(reader.awaitRead()).isEqualTo("interrupted");
				peer.sends(new byte[] { 3 }).sendsText("still there");
				assertThat(reader.awaitRead()).isEqualTo("text still there");
			}
			assertThat(reader.errors).hasSize(5).allMatch((error) -> error instanceof StackOverflowError);
		}
	}

	@Test
	void aHandlerThatFailsClosesItsSession() throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) {
				throw new IllegalStateException("for the test");
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sends(header(true, Opcode.BINARY, 1_000_000)).sends(new byte[500_000]);
			assertThat(peer.receivesClose()).isEqualTo(1011);
			peer.sends(new byte[500_000]).sendsClose(1011);
			peer.receivesEnd();
			assertThat(reader.awaitClosed().code()).isEqualTo(1011);
		}
	}

	@Test
	void aHandlerThatDoesNotSayHowLargeGetsWholeMessages() throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			public long maxStreamSize(SessionEvent event) {
				throw new IllegalStateException("for the test");
			}
		};
		try (WsServer server = Servers.start(options(), reader); Peer peer = Peer.open(server)) {
			peer.sendsText("whole");
			assertThat(reader.awaitMessage()).isEqualTo("whole");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "; client_no_context_takeover", "" })
	void compressedMessagesToo(String parameters) throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				if (message.isText()) {
					return message.stream().read();
				}
				ByteArrayOutputStream all = new ByteArrayOutputStream();
				message.stream().transferTo(all);
				return all.toByteArray();
			}
		};
		WsServerOptions.Builder options = options().compression(CompressionOptions.defaults().enabled(true));
		Random random = new Random(3);
		try (WsServer server = Servers.start(options, reader);
				DeflatePeer peer = DeflatePeer.open(server, parameters)) {
			for (int i = 0; i < 20; i++) {
				byte[] message = new byte[random.nextInt(400_000)];
				for (int at = 0; at < message.length; at++) {
					message[at] = (byte) random.nextInt((i % 2 == 0) ? 3 : 256);
				}
				if (i % 3 == 2) {
					// one that nobody reads to its end
					peer.sends(Opcode.TEXT, bytes("abc ".repeat(100_000)));
					assertThat(reader.awaitRead()).isEqualTo((int) 'a');
				}
				peer.sendsSplit(Opcode.BINARY, message, random);
				assertThat(reader.awaitRead()).isEqualTo(message);
			}
		}
	}

	@Test
	@Tag("slow")
	void aBombWaitsUntilItIsRead() throws Exception {
		int size = 200_000_000;
		CountDownLatch go = new CountDownLatch(1);
		AtomicLong mostWaiting = new AtomicLong();
		AtomicReference<InputStream> stream = new AtomicReference<>();
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				stream.set(message.stream());
				Await.on(go);
				byte[] piece = new byte[8192];
				long count = 0;
				for (int length = stream.get().read(piece); length >= 0; length = stream.get().read(piece)) {
					count += length;
					mostWaiting.accumulateAndGet(stream.get().available(), Math::max);
				}
				return count;
			}
		};
		WsServerOptions.Builder options = options().compression(CompressionOptions.defaults().enabled(true));
		try (WsServer server = Servers.start(options, reader); DeflatePeer peer = DeflatePeer.open(server)) {
			peer.sends(Opcode.BINARY, new byte[size]);
			Await.until("the pipe is full",
					() -> stream.get() != null && stream.get().available() == MessagePipe.CAPACITY);
			go.countDown();
			assertThat(reader.awaitRead()).isEqualTo((long) size);
			assertThat(mostWaiting.get()).isBetween(1L, (long) MessagePipe.CAPACITY);
		}
	}

	@Test
	void overTlsToo() throws Exception {
		StreamReader reader = new StreamReader() {
			@Override
			Object read(WsSession session, IncomingMessage message) throws IOException {
				long count = 0;
				byte[] piece = new byte[1000];
				for (int length = message.stream().read(piece); length >= 0; length = message.stream().read(piece)) {
					count += length;
				}
				return count;
			}
		};
		WsServerOptions.Builder options = options().tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(options, reader);
				Peer peer = Peer.openTls(server, Certificates.trustAll())) {
			for (int i = 0; i < 3; i++) {
				peer.sends(header(true, Opcode.BINARY, 5_000_000));
				for (int sent = 0; sent < 5_000_000; sent += 100_000) {
					peer.sends(new byte[100_000]);
				}
				assertThat(reader.awaitRead()).isEqualTo(5_000_000L);
			}
		}
	}

	@Test
	void anExecutorThatRunsCallbacksOnTheLoopDoesNotStopIt() throws Exception {
		StreamReader reader = new StreamReader();
		try (WsServer server = Servers.start(options().executor(Runnable::run).eventLoops(1), reader);
				Peer peer = Peer.open(server);
				Peer other = Peer.open(server)) {
			peer.sends(Peer.frame(false, Opcode.TEXT, bytes("half")));
			assertThat(peer.receivesClose()).isEqualTo(1011);
			assertThat(reader.errors).singleElement().isInstanceOf(IllegalStateException.class);
			assertThat(other.sendsPing("still").receives().opcode()).isEqualTo(Opcode.PONG);
		}
	}

}
