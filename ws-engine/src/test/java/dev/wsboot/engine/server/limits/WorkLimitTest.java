/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.compression.HuffmanTables;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.connection.Turn;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions whose input costs much more than its bytes suggest are closed, and hold up
 * nobody until then; others may send what they like. The budget is so small that the
 * slowest machine cannot keep it by its slowness.
 */
class WorkLimitTest {

	private static final int MEGABYTE = 1024 * 1024;

	private static final String NO_TAKEOVER = "; client_no_context_takeover";

	private final WsServerOptions.Builder options = Servers.options()
		.compression(CompressionOptions.defaults().enabled(true))
		// what is sent without looking at the answer must not meet a reset
		.closeTimeout(Duration.ofMinutes(5))
		.rateLimit(RateLimit.defaults().work(Duration.ofNanos(100_000)));

	private final Echo echo = new Echo();

	@ParameterizedTest
	@ValueSource(strings = { "", NO_TAKEOVER })
	void messagesThatInflateEnormouslyCloseTheSession(String parameters) throws Exception {
		try (WsServer server = Servers.start(this.options, new Sink());
				DeflatePeer peer = DeflatePeer.open(server, parameters)) {
			byte[] bomb = DeflatePeer.frame(true, Opcode.BINARY, peer.deflate(new byte[MEGABYTE]));
			sendsUntilRefused(peer.peer, bomb, 20);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void piecesThatInflateEnormouslyCloseTheSession() throws Exception {
		try (WsServer server = Servers.start(this.options, new Reader());
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER)) {
			byte[] piece = DeflatePeer.frame(true, Opcode.BINARY, peer.deflate(new byte[8 * MEGABYTE]));
			sendsUntilRefused(peer.peer, piece, 3);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void tinyCompressedMessagesCloseTheSession() throws Exception {
		try (WsServer server = Servers.start(this.options, new Sink());
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER)) {
			byte[] message = DeflatePeer.frame(true, Opcode.TEXT, peer.deflate(new byte[] { 'a' }));
			sendsUntilRefused(peer.peer, repeat(message, 5000), 2);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void huffmanTablesThatInflateToNothingCloseTheSession() throws Exception {
		try (WsServer server = Servers.start(this.options, new Sink());
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER)) {
			byte[] message = DeflatePeer.frame(true, Opcode.TEXT, HuffmanTables.message(2000));
			sendsUntilRefused(peer.peer, message, 3);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void huffmanTablesOfMessagesThatAreReadAsTheyArriveCloseTheSession() throws Exception {
		try (WsServer server = Servers.start(this.options, new Reader());
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER)) {
			byte[] message = DeflatePeer.frame(true, Opcode.TEXT, HuffmanTables.message(2000));
			sendsUntilRefused(peer.peer, message, 3);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void tinyFragmentsOfMessagesThatAreReadAsTheyArriveCloseTheSession() throws Exception {
		try (WsServer server = Servers.start(this.options, new Reader()); Peer peer = Peer.open(server)) {
			byte[] fragment = Peer.frame(false, Opcode.CONTINUATION, new byte[] { 'a' });
			peer.sends(Peer.frame(false, Opcode.TEXT, new byte[] { 'a' }));
			sendsUntilRefused(peer, repeat(fragment, 5000), 8);
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void anyNumberOfShortMessagesThatAreReadAsTheyArriveIsFree(int size) throws Exception {
		try (WsServer server = Servers.start(this.options, new Reader()); Peer peer = Peer.open(server)) {
			byte[] message = Peer.frame(true, Opcode.TEXT, new byte[size]);
			for (int i = 0; i < 3000; i++) {
				// the pong says that the message has been read, so that none is split
				peer.sends(Peer.concat(message, Peer.frame(true, Opcode.PING, new byte[0])));
				assertThat(peer.receives().opcode()).isEqualTo(Opcode.PONG);
			}
			assertThat(server.counters().messagesReceived()).isEqualTo(3000);
			assertExceeded(server, 0);
		}
	}

	@Test
	void tinyTlsRecordsCloseTheSession() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, new Sink());
				Peer peer = Peer.openTls(server, Certificates.trust("localhost"))) {
			byte[] message = Peer.frame(true, Opcode.TEXT, new byte[] { 'a' });
			for (int i = 0; i < 8000; i++) {
				sendsUntilRefused(peer, new byte[] { message[i % message.length] }, 1);
			}
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
			assertExceeded(server, 1);
		}
	}

	@Test
	void tlsRecordsThatCarryAMessageEachAreFree() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.openTls(server, Certificates.trust("localhost"))) {
			for (int i = 0; i < 5000; i++) {
				peer.sendsText("hello, world");
			}
			for (int i = 0; i < 5000; i++) {
				assertThat(peer.receivesText()).isEqualTo("hello, world");
			}
			assertExceeded(server, 0);
		}
	}

	@Test
	void anyNumberOfPlainMessagesIsFree() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			byte[] messages = repeat(Peer.frame(true, Opcode.TEXT, new byte[] { 'a' }), 500);
			for (int i = 0; i < 100; i++) {
				peer.sends(messages);
				for (int j = 0; j < 500; j++) {
					assertThat(peer.receivesText()).isEqualTo("a");
				}
			}
			assertExceeded(server, 0);
		}
	}

	@Test
	void anyNumberOfOrdinaryCompressedMessagesIsFree() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo); DeflatePeer peer = DeflatePeer.open(server)) {
			String text = "{\"id\":%d,\"from\":\"somebody\",\"text\":\"hello, how do you do on day number %d?\"}";
			for (int i = 0; i < 2000; i++) {
				byte[] message = text.formatted(i * 7919, i).getBytes(StandardCharsets.UTF_8);
				peer.sends(Opcode.TEXT, message);
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(message);
			}
			assertExceeded(server, 0);
		}
	}

	@Test
	void anyNumberOfMessagesThatDoNotShrinkIsFree() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo); DeflatePeer peer = DeflatePeer.open(server)) {
			Random random = new Random(42);
			for (int i = 0; i < 2000; i++) {
				byte[] message = new byte[50 + random.nextInt(1000)];
				random.nextBytes(message);
				peer.sends(Opcode.BINARY, message);
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(message);
			}
			assertExceeded(server, 0);
		}
	}

	@Test
	void withoutALimitNothingIsTooMuch() throws Exception {
		this.options.rateLimit(RateLimit.defaults().work(Duration.ZERO));
		try (WsServer server = Servers.start(this.options, this.echo);
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER)) {
			for (int i = 0; i < 20; i++) {
				peer.sends(Opcode.BINARY, new byte[MEGABYTE]);
				assertThat(peer.receives(Opcode.BINARY)).hasSize(MEGABYTE);
			}
			assertExceeded(server, 0);
		}
	}

	/**
	 * One read brings them all; base handles them all before it looks at anybody else.
	 */
	@Test
	void othersHaveTheirTurnBetweenMessagesThatInflateEnormously() throws Exception {
		List<String> handled = new CopyOnWriteArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		SessionHandler handler = new Sink() {

			@Override
			public void onMessage(WsSession session, WsMessage message) throws Exception {
				handled.add(message.isText() ? "other" : "bomb");
				begun.countDown();
				if (handled.size() == 1) {
					assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
				}
			}
		};
		this.options.eventLoops(1).rateLimit(RateLimit.defaults());
		try (WsServer server = Servers.start(this.options, handler);
				DeflatePeer peer = DeflatePeer.open(server, NO_TAKEOVER);
				Peer other = Peer.open(server)) {
			byte[] bomb = DeflatePeer.frame(true, Opcode.BINARY, peer.deflate(new byte[MEGABYTE]));
			peer.peer.sends(repeat(bomb, 40));
			assertThat(begun.await(60, TimeUnit.SECONDS)).as("first message is handled").isTrue();
			other.sendsText("hello");
			sent.countDown();
			Await.until("all messages are handled", () -> handled.size() == 41);
			assertThat(handled.indexOf("other")).isLessThan(20);
			assertExceeded(server, 0);
		}
	}

	/**
	 * One read brings up to ten thousand of them, each of which takes the handler a few
	 * microseconds.
	 */
	@Test
	void othersHaveTheirTurnBetweenTinyMessages() throws Exception {
		int count = 9000;
		List<String> handled = new CopyOnWriteArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		SessionHandler handler = new Sink() {

			@Override
			public void onMessage(WsSession session, WsMessage message) throws Exception {
				handled.add(message.text());
				begun.countDown();
				if (handled.size() == 1) {
					assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
				}
				// 256 of them take more than half a millisecond
				spin(4000);
			}
		};
		this.options.eventLoops(1);
		try (WsServer server = Servers.start(this.options, handler);
				Peer peer = Peer.open(server);
				Peer other = Peer.open(server)) {
			peer.sends(repeat(Peer.frame(true, Opcode.TEXT, new byte[] { 'a' }), count));
			assertThat(begun.await(60, TimeUnit.SECONDS)).as("first message is handled").isTrue();
			other.sendsText("other");
			sent.countDown();
			Await.until("all messages are handled", () -> handled.size() == count + 1);
			assertThat(handled.indexOf("other")).isLessThanOrEqualTo(8 * Turn.FRAMES);
			assertExceeded(server, 0);
		}
	}

	@Test
	void pongsThatTheHandlerDoesNotTakeDoNotWaitForIt() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		SessionHandler handler = new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) throws Exception {
				called.countDown();
				assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
			}

			@Override
			public boolean takesPongs() {
				return false;
			}

			@Override
			public void onPong(WsSession session, ByteBuffer payload) {
				throw new AssertionError("A pong that is not taken");
			}
		};
		this.options.inbound((inbound) -> inbound.maxMessages(1000));
		try (WsServer server = Servers.start(this.options, handler); Peer peer = Peer.open(server)) {
			peer.sendsText("waits");
			assertThat(called.await(60, TimeUnit.SECONDS)).as("handler is called").isTrue();
			peer.sends(repeat(Peer.frame(true, Opcode.PONG, new byte[0]), 900));
			peer.sends(Peer.frame(true, Opcode.PING, new byte[0]));
			assertThat(peer.receives().opcode()).isEqualTo(Opcode.PONG);
			assertThat(server.counters().pongsReceived()).isEqualTo(900);
			assertThat(server.counters().bufferedBytes()).as("bytes of pongs that wait").isLessThan(4096);
			released.countDown();
			peer.sendsClose(1000);
			assertThat(peer.receivesUntilClose()).isEqualTo(1000);
		}
	}

	/** Occupies the thread for some nanoseconds. */
	private static void spin(long nanos) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
	}

	private static void assertExceeded(WsServer server, long times) {
		assertThat(server.counters().rateLimitExceeded()).containsEntry(RateLimit.Kind.WORK, times);
	}

	/** The server may have closed the connection before all is sent. */
	private static void sendsUntilRefused(Peer peer, byte[] bytes, int times) {
		try {
			for (int i = 0; i < times; i++) {
				peer.sends(bytes);
			}
		}
		catch (IOException ex) {
			// the Close frame tells why
		}
	}

	private static byte[] repeat(byte[] frame, int times) {
		byte[][] all = new byte[times][];
		Arrays.fill(all, frame);
		return Peer.concat(all);
	}

	private static class Sink implements SessionHandler {

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return true;
		}

	}

	private static final class Reader implements SessionHandler {

		@Override
		public long maxStreamSize(SessionEvent event) {
			return Long.MAX_VALUE;
		}

		@Override
		public void onStream(WsSession session, IncomingMessage message) throws Exception {
			message.stream().transferTo(OutputStream.nullOutputStream());
		}

	}

}
