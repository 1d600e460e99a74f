/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.ServerInternals;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * permessage-deflate (RFC 7692) over real sockets.
 */
@Timeout(120)
class CompressionTest {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int MAX = 4 * MEGABYTE;

	private static final String BROWSER = "; client_max_window_bits";

	private final Echo echo = new Echo();

	@ParameterizedTest
	@CsvSource({ "8, NONE", "9, NONE", "10, NONE", "11, NONE", "12, NONE", "13, NONE", "14, NONE", "15, NONE",
			"8, BOTH", "9, BOTH", "10, BOTH", "11, BOTH", "12, BOTH", "13, BOTH", "14, BOTH", "15, BOTH" })
	void messagesComeBackWithEachWindow(int windowBits, ContextTakeover takeover) throws Exception {
		Random random = new Random(windowBits);
		try (WsServer server = Servers.start(options(takeover), this.echo);
				DeflatePeer peer = DeflatePeer.open(server,
						"; client_max_window_bits; server_max_window_bits=" + windowBits)) {
			for (TestData kind : TestData.values()) {
				for (int size : new int[] { 0, 1, 125, 126, 1000, 65_535, 65_536, 100_000 }) {
					byte[] message = kind.bytes(size, size);
					boolean text = kind == TestData.RECORDS;
					Opcode opcode = text ? Opcode.TEXT : Opcode.BINARY;
					int pings = peer.sendsSplit(opcode, message, random);
					for (int i = 0; i < pings; i++) {
						assertThat(peer.peer.receives().opcode()).isEqualTo(Opcode.PONG);
					}
					assertThat(peer.receives(opcode)).as("%s of %d bytes", kind, size).isEqualTo(message);
				}
			}
			// all but random bytes, and what is too small
			assertThat(peer.inflated).isGreaterThanOrEqualTo(3 * 5);
			peer.closes();
		}
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
	}

	@ParameterizedTest
	@Tag("slow")
	@EnumSource
	void largeMessagesComeBack(ContextTakeover takeover) throws Exception {
		Random random = new Random(1);
		try (WsServer server = Servers.start(options(takeover), this.echo);
				DeflatePeer peer = DeflatePeer.open(server)) {
			for (TestData kind : TestData.values()) {
				// random bytes only become larger, and still no limit is in their way
				byte[] message = kind.bytes((kind == TestData.RANDOM) ? MAX : MAX - random.nextInt(MEGABYTE), 7);
				peer.sends(Opcode.BINARY, message);
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(message);
			}
			peer.closes();
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@EnumSource
	void messagesComeBackOverTls(ContextTakeover takeover) throws Exception {
		try (WsServer server = Servers.start(options(takeover).tls(TlsOptions.of(Certificates.of("localhost"))),
				this.echo); DeflatePeer peer = DeflatePeer.openTls(server, Certificates.trust("localhost"))) {
			for (TestData kind : TestData.values()) {
				byte[] message = kind.bytes(300_000, 5);
				peer.sends(Opcode.BINARY, message);
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(message);
			}
			assertThat(peer.inflated).isGreaterThanOrEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource
	void handlersOnTheLoopAnswerCompressed(ContextTakeover takeover) throws Exception {
		SessionHandler onLoop = new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.send(PreparedMessage.of(message));
			}

			@Override
			public void onBinary(WsSession session, ByteBuffer payload) {
				session.sendBinary(payload);
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

		};
		Random random = new Random(2);
		try (WsServer server = Servers.start(options(takeover), onLoop); DeflatePeer peer = DeflatePeer.open(server)) {
			for (int round = 0; round < 40; round++) {
				byte[] text = TestData.RECORDS.bytes(random.nextInt(3000), round);
				byte[] binary = TestData.ECHO.bytes(random.nextInt(100_000), round);
				// one compressed, one as it is, in one piece; then one that takes several
				// reads
				peer.peer.sends(Peer.concat(DeflatePeer.frame(true, Opcode.TEXT, peer.deflate(text)),
						Peer.frame(true, Opcode.TEXT, text), Peer.frame(true, Opcode.BINARY, binary),
						DeflatePeer.frame(true, Opcode.BINARY, peer.deflate(binary))));
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(text);
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(text);
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(binary);
				assertThat(peer.receives(Opcode.BINARY)).isEqualTo(binary);
			}
			assertThat(peer.inflated).isGreaterThan(80);
			peer.closes();
		}
	}

	@Test
	void takeoverMakesLessOfWhatComesAgain() throws Exception {
		byte[] message = TestData.RANDOM.bytes(10_000, 3);
		String text = HexFormat.of().formatHex(message);
		long[] bytes = new long[2];
		for (ContextTakeover takeover : List.of(ContextTakeover.NONE, ContextTakeover.SERVER)) {
			try (WsServer server = Servers.start(options(takeover), this.echo);
					DeflatePeer peer = DeflatePeer.open(server)) {
				for (int i = 0; i < 10; i++) {
					peer.peer.sendsText(text);
					assertThat(new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8)).isEqualTo(text);
				}
				assertThat(peer.inflated).isEqualTo(10);
				bytes[takeover.ordinal()] = peer.payloadBytes;
			}
		}
		assertThat(bytes[1]).isLessThan(bytes[0] / 5);
	}

	@Test
	void smallMessagesAndThoseThatDoNotShrinkAreSentAsTheyAre() throws Exception {
		try (WsServer server = Servers.start(options(ContextTakeover.BOTH), this.echo);
				DeflatePeer peer = DeflatePeer.open(server)) {
			peer.sends(Opcode.TEXT, "x".repeat(99).getBytes(StandardCharsets.UTF_8)).receives(Opcode.TEXT);
			assertThat(peer.inflated).isZero();
			peer.sends(Opcode.TEXT, "x".repeat(100).getBytes(StandardCharsets.UTF_8)).receives(Opcode.TEXT);
			assertThat(peer.inflated).isOne();
			peer.sends(Opcode.BINARY, TestData.RANDOM.bytes(10_000, 1)).receives(Opcode.BINARY);
			assertThat(peer.inflated).isOne();
			peer.sends(Opcode.TEXT, "x".repeat(100).getBytes(StandardCharsets.UTF_8)).receives(Opcode.TEXT);
			assertThat(peer.inflated).isEqualTo(2);
		}
	}

	@Test
	void fragmentsAreSentAsTheyAre() throws Exception {
		try (WsServer server = Servers.start(options(ContextTakeover.BOTH), this.echo);
				DeflatePeer peer = DeflatePeer.open(server)) {
			WsSession session = this.echo.awaitOpen();
			String part = "fragment ".repeat(100);
			session.sendText(part, false);
			// waits for the end of the other one
			session.sendText(part);
			session.sendText(part, true);
			for (boolean last : new boolean[] { false, true }) {
				Peer.Frame frame = peer.peer.receives();
				assertThat(frame.rsv1()).isFalse();
				assertThat(frame.fin()).isEqualTo(last);
				assertThat(frame.text()).isEqualTo(part);
			}
			assertThat(new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8)).isEqualTo(part);
			assertThat(peer.inflated).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, DEFAULT, true", "true, ENABLED, true", "true, DISABLED, false", "false, DEFAULT, false",
			"false, ENABLED, true", "false, DISABLED, false" })
	void theEndpointHasTheLastWord(boolean enabled, Compression endpoint, boolean compressed) throws Exception {
		WsServerOptions options = Servers.options().compression(CompressionOptions.defaults().enabled(enabled)).build();
		try (WsServer server = Servers.start(options,
				(request) -> HandshakeDecision.accept(this.echo).compression(endpoint));
				Peer peer = Peer.openOffering(server.port(), "permessage-deflate" + BROWSER)) {
			assertThat(peer.extensions()).isEqualTo(
					compressed ? "permessage-deflate; server_no_context_takeover; client_no_context_takeover" : null);
			if (!compressed) {
				peer.sends(DeflatePeer.frame(true, Opcode.TEXT, new byte[] { 0 }));
				assertThat(peer.receivesClose()).isEqualTo(1002);
			}
		}
	}

	@Test
	void aMessageOfExactlyTheLimitIsLegalAndOneByteMoreIsNot() throws Exception {
		try (WsServer server = Servers.start(options(ContextTakeover.NONE), this.echo)) {
			try (DeflatePeer peer = DeflatePeer.open(server)) {
				byte[] largest = TestData.RUN.bytes(MAX, 1);
				assertThat(peer.sends(Opcode.BINARY, largest).receives(Opcode.BINARY)).isEqualTo(largest);
				// a byte more, of a message that goes on
				peer.peer.sends(DeflatePeer.frame(false, Opcode.BINARY, peer.deflate(new byte[MAX + 1])));
				assertThat(peer.peer.receivesClose()).isEqualTo(1009);
				peer.peer.receivesEnd();
			}
			try (DeflatePeer peer = DeflatePeer.open(server)) {
				// inflates to nothing, for ever
				byte[] blocks = new byte[65_535];
				for (int i = 0; i < blocks.length; i += 5) {
					blocks[i + 3] = blocks[i + 4] = (byte) 0xFF;
				}
				peer.peer.sends(DeflatePeer.frame(false, Opcode.BINARY, blocks));
				for (int i = 0; i < MAX / blocks.length + 10; i++) {
					peer.peer.sends(Peer.frame(false, Opcode.CONTINUATION, blocks));
				}
				assertThat(peer.peer.receivesClose()).isEqualTo(1009);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7 })
	void whatIsNoDeflateOrNoTextFailsTheConnectionAtOnce(int behind) throws Exception {
		try (WsServer server = Servers.start(options(ContextTakeover.NONE), this.echo)) {
			try (DeflatePeer peer = DeflatePeer.open(server)) {
				peer.peer.sends(DeflatePeer.frame(false, Opcode.BINARY,
						Peer.concat(peer.deflate(new byte[behind]), new byte[] { -1, -1, -1, -1, -1 })));
				assertThat(peer.peer.receivesClose()).isEqualTo(1007);
			}
			try (DeflatePeer peer = DeflatePeer.open(server)) {
				byte[] text = Peer.concat("x".repeat(behind).getBytes(StandardCharsets.UTF_8),
						new byte[] { (byte) 0xC0 });
				// of a message that is not over
				peer.peer.sends(DeflatePeer.frame(false, Opcode.TEXT, peer.deflate(text)));
				assertThat(peer.peer.receivesClose()).isEqualTo(1007);
			}
			assertThat(server.violations(Violation.INVALID_DEFLATE)).isEqualTo(1);
			assertThat(server.violations(Violation.INVALID_UTF8)).isEqualTo(1);
			Await.until("no inflater is lent", () -> ServerInternals.zipsAlive(server) <= 2);
		}
	}

	@Test
	void manyThreadsMaySendWithTakeover() throws Exception {
		int threads = 4;
		int messages = 200;
		try (WsServer server = Servers
			.start(options(ContextTakeover.BOTH).send((send) -> send.bufferLimit(16 * MEGABYTE)), this.echo);
				DeflatePeer peer = DeflatePeer.open(server)) {
			WsSession session = this.echo.awaitOpen();
			List<Thread> senders = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int thread = i;
				senders.add(new Thread(() -> {
					for (int message = 0; message < messages; message++) {
						session
							.sendText(thread + " " + message + " " + "and the same words again ".repeat(message % 50));
					}
				}));
			}
			senders.forEach(Thread::start);
			int[] next = new int[threads];
			for (int i = 0; i < threads * messages; i++) {
				String[] words = new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8).split(" ", 3);
				int thread = Integer.parseInt(words[0]);
				assertThat(Integer.parseInt(words[1])).isEqualTo(next[thread]++);
			}
			for (Thread sender : senders) {
				Await.end(sender);
			}
		}
	}

	private static WsServerOptions.Builder options(ContextTakeover takeover) {
		return options(CompressionOptions.defaults().enabled(true).minSize(100).contextTakeover(takeover));
	}

	private static WsServerOptions.Builder options(CompressionOptions compression) {
		return Servers.options()
			.compression(compression)
			.messages((messages) -> messages.maxSize(MAX).maxFrameSize(MAX));
	}

}
