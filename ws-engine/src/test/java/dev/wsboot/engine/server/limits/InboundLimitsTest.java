/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits on what waits for a session's handler (beyond them reading pauses), and on
 * messages (beyond them the connection fails).
 */
class InboundLimitsTest {

	private static final int EXTRA = 64 * 1024;

	private final WsServerOptions.Builder options = Servers.options();

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger handled = new AtomicInteger();

	private final Recorder blocking = new Recorder() {
		@Override
		protected void whenMessage(WsSession session, WsMessage message) {
			Await.on(InboundLimitsTest.this.release);
			InboundLimitsTest.this.handled.incrementAndGet();
		}
	};

	// inbound.max-messages and max-bytes

	@Test
	void aFullMailboxPushesBackOnThePeer() throws Exception {
		this.options.inbound((inbound) -> inbound.maxMessages(10));
		try (WsServer server = Servers.start(this.options, this.blocking); SocketChannel peer = connect(server)) {
			write(peer, ByteBuffer.wrap(Peer.REQUEST.getBytes(StandardCharsets.US_ASCII)));
			WsSession session = this.blocking.awaitOpen();
			byte[] message = Peer.frame(true, Opcode.BINARY, new byte[100]);
			byte[] batch = new byte[100 * message.length];
			for (int i = 0; i < 100; i++) {
				System.arraycopy(message, 0, batch, i * message.length, message.length);
			}
			// until the kernels take no more
			int sent = 0;
			ByteBuffer rest = ByteBuffer.wrap(batch);
			peer.configureBlocking(false);
			for (int refusals = 0; refusals < 100;) {
				if (peer.write(rest) == 0) {
					refusals++;
					LockSupport.parkNanos(1_000_000);
				}
				if (!rest.hasRemaining()) {
					sent += 100;
					rest.clear();
				}
			}
			assertThat(sent * message.length).isGreaterThan(EXTRA);
			Await.until("one message is being handled, and the rest waits", () -> isHandlingOne(server));
			// it went on when the handler took one only if that left less than a half
			assertThat(server.counters().inboundQueuedMessages()).isBetween(6L, 10L);
			assertThat(server.counters().bytesReceived()).as("no more than one buffer was read")
				.isLessThanOrEqualTo(Peer.REQUEST.length() + EXTRA);
			assertThat(session.isOpen()).isTrue();
			this.release.countDown();
			peer.configureBlocking(true);
			if (rest.position() > 0) {
				write(peer, rest);
				sent += 100;
			}
			int all = sent;
			Await.until("all messages are handled", () -> this.handled.get() == all);
			Await.until("all messages are counted", () -> server.counters().messagesReceived() == all);
		}
	}

	/** Messages are counted when all that came with them are in the mailbox. */
	private boolean isHandlingOne(WsServer server) {
		WsCounters counters = server.counters();
		return this.blocking.callbacks.get() == 2
				&& counters.messagesReceived() == counters.inboundQueuedMessages() + 1;
	}

	private static SocketChannel connect(WsServer server) throws IOException {
		SocketChannel peer = SocketChannel.open();
		peer.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
		peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
		return peer;
	}

	private static void write(SocketChannel peer, ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			peer.write(bytes);
		}
	}

	@Test
	void manyBytesPauseReadingBeforeManyMessages() throws Exception {
		this.options.inbound((inbound) -> inbound.maxBytes(10_000));
		try (WsServer server = Servers.start(this.options, this.blocking); Peer peer = Peer.open(server)) {
			this.blocking.awaitOpen();
			byte[][] messages = new byte[20][];
			Arrays.fill(messages, Peer.frame(true, Opcode.BINARY, new byte[3000]));
			peer.sends(Peer.concat(messages));
			// up to 12,000 waiting, as the one that passes the limit is let in, and
			// perhaps
			// 3,000 with the handler by then
			Await.until("one message is being handled, and the rest waits",
					() -> isHandlingOne(server) && server.counters().inboundQueuedMessages() >= 3);
			assertThat(server.counters().inboundQueuedMessages()).isBetween(3L, 4L);
			this.release.countDown();
			Await.until("20 messages are handled", () -> this.handled.get() == 20);
		}
	}

	@Test
	void nothingIsLostOverThousandsOfPauses() throws Exception {
		int count = 100_000;
		this.options.inbound((inbound) -> inbound.maxMessages(8));
		AtomicInteger next = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				int number = ByteBuffer.wrap(message.bytes()).getInt();
				assertThat(number).isEqualTo(next.getAndIncrement());
			}
		};
		try (WsServer server = Servers.start(this.options, recorder); Peer peer = Peer.open(server)) {
			byte[][] frames = new byte[1000][];
			for (int number = 0; number < count;) {
				for (int i = 0; i < frames.length; i++) {
					frames[i] = Peer.frame(true, Opcode.BINARY, ByteBuffer.allocate(4).putInt(number++).array());
				}
				peer.sends(Peer.concat(frames));
			}
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(next).hasValue(count);
			assertThat(recorder.errors).isEmpty();
			assertThat(recorder.faults).isEmpty();
			Await.until("all messages are counted", () -> server.counters().messagesReceived() == count);
		}
	}

	@Test
	void aFloodOfPongsDoesNotFillTheMailbox() throws Exception {
		this.options.inbound((inbound) -> inbound.maxMessages(10));
		try (WsServer server = Servers.start(this.options, this.blocking); Peer peer = Peer.open(server)) {
			this.blocking.awaitOpen();
			peer.sendsText("block");
			byte[][] pongs = new byte[1000][];
			Arrays.fill(pongs, Peer.frame(true, Opcode.PONG, new byte[125]));
			peer.sends(Peer.concat(pongs));
			Await.until("1000 pongs are received", () -> server.counters().pongsReceived() == 1000);
			assertThat(server.counters().inboundQueuedMessages()).isLessThanOrEqualTo(10);
			this.release.countDown();
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
		}
	}

	// max-message-size, max-frame-size, max-fragments

	static Arguments[] messages() {
		return new Arguments[] { Arguments.of("the largest frame", 0, frames(1000)),
				Arguments.of("a larger frame", 1009, frames(1001)),
				Arguments.of("the largest message", 0, frames(1000, 1000, 500)),
				Arguments.of("a larger message", 1009, frames(1000, 1000, 501)),
				Arguments.of("many fragments", 0, frames(1, 1, 1, 1)),
				Arguments.of("too many fragments", 1008, frames(1, 1, 1, 1, 1)),
				Arguments.of("too many empty fragments", 1008, frames(0, 0, 0, 0, 0)),
				Arguments.of("a larger frame that is only announced", 1009, Peer.header(Opcode.BINARY, 1001)),
				Arguments.of("a huge frame that is only announced", 1009,
						Peer.header(Opcode.BINARY, Integer.MAX_VALUE)),
				Arguments.of("a larger message that is only announced", 1009,
						Peer.concat(Peer.frame(false, Opcode.BINARY, new byte[1000]),
								Peer.frame(false, Opcode.CONTINUATION, new byte[1000]),
								Peer.header(Opcode.CONTINUATION, 501))) };
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void messagesOverALimitFailTheConnection(String name, int code, byte[] bytes) throws Exception {
		this.options.messages((messages) -> messages.maxFrameSize(1000).maxSize(2500).maxFragments(4));
		Echo echo = new Echo();
		try (WsServer server = Servers.start(this.options, echo); Peer peer = Peer.open(server)) {
			peer.sends(bytes);
			if (code == 0) {
				assertThat(peer.receives().opcode()).isEqualTo(Opcode.BINARY);
				return;
			}
			assertThat(peer.receivesClose()).isEqualTo(code);
			peer.receivesEnd();
			assertThat(echo.awaitClosed().code()).isEqualTo(code);
			assertThat(Servers.closes(server, code)).isEqualTo(1);
			assertThat(server.counters().messagesReceived()).isZero();
		}
	}

	private static byte[] frames(int... sizes) {
		byte[][] frames = new byte[sizes.length][];
		for (int i = 0; i < sizes.length; i++) {
			frames[i] = Peer.frame(i == sizes.length - 1, (i == 0) ? Opcode.BINARY : Opcode.CONTINUATION,
					new byte[sizes[i]]);
		}
		return Peer.concat(frames);
	}

}
