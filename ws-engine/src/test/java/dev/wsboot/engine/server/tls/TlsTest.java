/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.TlsPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions over TLS: records cut anywhere, forged and left out, new keys, slow readers,
 * and every way to an end.
 */
class TlsTest {

	private static final TlsOptions TLS = TlsOptions.of(Certificates.of("localhost"));

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	private WsServer server;

	private void start(String... protocols) throws Exception {
		this.server = Servers.start(this.options.tls(TLS.protocols(protocols)), this.echo);
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
		assertThat(this.echo.closed).isEmpty();
	}

	private void assertClosed(int code) throws Exception {
		assertThat(this.echo.awaitClosed().code()).isEqualTo(code);
		Servers.awaitEmpty(this.server);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void messagesOfAllSizesComeBack(String protocol) throws Exception {
		start(protocol);
		try (Peer peer = Peer.openTls(this.server, Certificates.trust("localhost"))) {
			WsSession session = this.echo.awaitOpen();
			assertThat(session.isSecure()).isTrue();
			assertThat(session.principal()).isNull();
			for (int size : new int[] { 0, 1, 125, 126, 16383, 16384, 16385, 65535, 65536, 1024 * 1024 }) {
				byte[] payload = new byte[size];
				for (int i = 0; i < size; i++) {
					payload[i] = (byte) (i * 31 >>> 3);
				}
				peer.sendsBinary(payload);
				Peer.Frame answer = peer.receives();
				assertThat(answer.opcode()).isEqualTo(Opcode.BINARY);
				assertThat(answer.payload()).isEqualTo(payload);
			}
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			peer.receivesEnd();
		}
		assertClosed(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void recordsMayComeByteByByte(String protocol) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.connect(this.server, protocol).inPiecesOf(1).handshakes().opens()) {
			peer.sends(Peer.text("one")).sends(Peer.text("two"));
			assertThat(peer.receivesMessage()).asString().isEqualTo("one");
			assertThat(peer.receivesMessage()).asString().isEqualTo("two");
			peer.sends(Peer.close(1000));
			assertThat(peer.receivesMessage()).containsExactly(3, 0xE8);
			assertThat(peer.receivesEnd()).isEqualTo("close_notify");
		}
		assertClosed(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void recordsMayBeCutAnywhere(String protocol) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			byte[] rest = {};
			for (int i = 0; i < 80; i++) {
				// what was held back goes with the beginning of the next
				byte[] records = Peer.concat(rest, peer.encrypt(Peer.text("message " + i)));
				int cut = Math.min(records.length - 1, rest.length + 1 + i % 40);
				peer.sendsRaw(Arrays.copyOf(records, cut));
				rest = Arrays.copyOfRange(records, cut, records.length);
				if (i > 0) {
					assertThat(peer.receivesMessage()).asString().isEqualTo("message " + (i - 1));
				}
			}
			peer.sendsRaw(rest);
			assertThat(peer.receivesMessage()).asString().isEqualTo("message 79");
		}
		assertClosed(1006);
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, true", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.2, false" })
	void anEndWithoutCloseFrameIsAbnormal(String protocol, boolean closeNotify) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			// a message that is cut, and one that is whole
			peer.sends(Peer.text("whole")).sends(Arrays.copyOf(Peer.text("not whole"), 5));
			assertThat(peer.receivesMessage()).asString().isEqualTo("whole");
			if (closeNotify) {
				peer.sendsCloseNotify();
			}
			else {
				peer.sendsEnd();
			}
			assertThat(peer.receivesEnd()).isEqualTo("close_notify");
		}
		assertThat(this.echo.messages).containsExactly("whole");
		assertClosed(1006);
	}

	/** The ways in which a peer ends TLS and TCP after a Close frame. */
	private enum Ending {

		CLOSE_NOTIFY, FIN, CLOSE_NOTIFY_AND_FIN, RESET;

		void endsBy(TlsPeer peer) throws IOException {
			if (this == CLOSE_NOTIFY || this == CLOSE_NOTIFY_AND_FIN) {
				peer.sendsCloseNotify();
			}
			if (this == FIN || this == CLOSE_NOTIFY_AND_FIN) {
				peer.sendsEnd();
			}
			if (this == RESET) {
				peer.resets();
			}
		}

	}

	static Stream<Arguments> endings() {
		return Stream.of("TLSv1.3", "TLSv1.2")
			.flatMap((protocol) -> Stream.of(Ending.values()).map((ending) -> Arguments.of(protocol, ending)));
	}

	@ParameterizedTest
	@MethodSource("endings")
	void closeFrameOfThePeerCountsHoweverThePeerEndsTheConnection(String protocol, Ending ending) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			this.echo.awaitOpen();
			peer.sends(Peer.close(1000));
			assertThat(peer.receivesMessage()).containsExactly(3, 0xE8);
			ending.endsBy(peer);
			if (ending != Ending.RESET) {
				assertThat(peer.receivesEnd()).isEqualTo("close_notify");
			}
		}
		assertClosed(1000);
	}

	@ParameterizedTest
	@MethodSource("endings")
	void closeFrameOfTheServerCountsHoweverThePeerEndsTheConnection(String protocol, Ending ending) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			this.echo.awaitOpen().close(CloseStatus.of(4000));
			assertThat(peer.receivesMessage()).containsExactly(0x0F, 0xA0);
			ending.endsBy(peer);
			if (ending != Ending.RESET) {
				assertThat(peer.receivesEnd()).isEqualTo("close_notify");
			}
		}
		assertClosed(4000);
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, CLOSE_NOTIFY", "TLSv1.3, FIN", "TLSv1.3, CLOSE_NOTIFY_AND_FIN", "TLSv1.2, CLOSE_NOTIFY",
			"TLSv1.2, FIN", "TLSv1.2, CLOSE_NOTIFY_AND_FIN" })
	void closeFrameWithTheEndOfTheConnectionCounts(String protocol, Ending ending) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			this.echo.awaitOpen();
			peer.sends(Peer.close(1000));
			ending.endsBy(peer);
			assertClosed(1000);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aResetIsAbnormal(String protocol) throws Exception {
		start(protocol);
		try (Peer peer = Peer.openTls(this.server, Certificates.trustAll())) {
			peer.resets();
		}
		assertClosed(1006);
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, 23, 16641", "TLSv1.2, 23, 18433", "TLSv1.3, 23, 65535", "TLSv1.2, 22, 65535",
			"TLSv1.3, 99, 20000" })
	void aRecordOverTheLegalSizeFailsTheConnectionAtItsHeader(String protocol, int type, int length) throws Exception {
		// an answer may or may not be through before the end
		Recorder silent = new Recorder();
		this.server = Servers.start(this.options.tls(TLS.protocols(protocol)), silent);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			peer.sendsRaw(Peer.concat(peer.encrypt(Peer.text("before")),
					new byte[] { (byte) type, 3, 3, (byte) (length >>> 8), (byte) length }));
			assertThat(silent.awaitMessage()).isEqualTo("before");
			assertThat(silent.awaitClosed().code()).isEqualTo(1006);
			assertThat(peer.receivesEnd()).contains("unexpected_message");
		}
		Servers.awaitEmpty(this.server);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aRecordThatCannotBeDecryptedFailsTheConnection(String protocol) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			byte[] forged = peer.encrypt(Peer.text("forged"));
			forged[forged.length - 1]++;
			peer.sendsRaw(forged);
			assertThat(peer.receivesEnd()).contains("bad_record_mac");
		}
		assertThat(this.echo.messages).isEmpty();
		assertClosed(1006);
	}

	@Test
	void renegotiationIsRefused() throws Exception {
		start("TLSv1.2");
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.2")) {
			peer.sends(Peer.text("before"));
			assertThat(peer.receivesMessage()).asString().isEqualTo("before");
			peer.sendsRaw(peer.clientHello());
			assertThat(peer.receivesEnd()).contains("unexpected_message");
		}
		assertClosed(1006);
	}

	@Test
	void keysMayBeUpdatedAtAnyTime() throws Exception {
		start("TLSv1.3");
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.3")) {
			for (int i = 0; i < 20; i++) {
				peer.updatesKeys();
				peer.sends(Peer.text("message " + i));
				assertThat(peer.receivesMessage()).asString().isEqualTo("message " + i);
			}
			peer.sends(Peer.close(1000));
			assertThat(peer.receivesMessage()).containsExactly(3, 0xE8);
			assertThat(peer.receivesEnd()).isEqualTo("close_notify");
		}
		assertClosed(1000);
	}

	@Test
	void keysThatAreUpdatedTooOftenCloseTheSession() throws Exception {
		start("TLSv1.3");
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.3")) {
			this.echo.awaitOpen();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				while (true) {
					peer.updatesKeys();
				}
			});
		}
		assertClosed(1008);
		assertThat(Servers.closes(this.server, 1008)).isEqualTo(1);
	}

	/** Answers that nobody takes must not pile up. */
	@Test
	void whoAsksForKeysAndReadsNothingIsReadNoLonger() throws Exception {
		start("TLSv1.3");
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.3")) {
			WsSession session = this.echo.awaitOpen();
			PreparedMessage message = PreparedMessage.binary(new byte[16 * 1024]);
			List<CompletionStage<Void>> sent = Servers.fillSocket(session, () -> session.send(message));
			for (int i = 0; i < 30; i++) {
				peer.updatesKeys();
			}
			peer.sends(Peer.text("behind"));
			for (int i = 0; i < sent.size(); i++) {
				peer.receives(4 + 16 * 1024);
			}
			assertThat(peer.receivesMessage()).asString().isEqualTo("behind");
			for (CompletionStage<Void> each : sent) {
				Await.end(each);
			}
		}
		assertClosed(1006);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aSlowReaderGetsAllInOrder(String protocol) throws Exception {
		this.options.send((send) -> send.bufferLimit(8 * 1024 * 1024));
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			WsSession session = this.echo.awaitOpen();
			int[] number = { 0 };
			List<CompletionStage<Void>> sent = Servers.fillSocket(session, () -> {
				byte[] payload = new byte[10_000];
				ByteBuffer.wrap(payload).putInt(number[0]++).putInt(9_996, number[0]);
				return session.sendBinary(ByteBuffer.wrap(payload));
			});
			assertThat(sent.get(sent.size() - 1).toCompletableFuture()).as("what waits for the socket").isNotDone();
			for (int i = 0; i < sent.size(); i++) {
				ByteBuffer frame = ByteBuffer.wrap(peer.receives(10_004));
				assertThat(frame.getInt(4)).isEqualTo(i);
				assertThat(frame.getInt(10_000)).isEqualTo(i + 1);
			}
			for (CompletionStage<Void> each : sent) {
				Await.end(each);
			}
			assertThat(session.queuedBytes()).isZero();
			peer.sends(Peer.text("still here"));
			assertThat(peer.receivesMessage()).asString().isEqualTo("still here");
		}
		assertClosed(1006);
	}

	@Test
	void aBroadcastReachesAll() throws Exception {
		start();
		List<Peer> peers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			peers.add(Peer.openTls(this.server, Certificates.trustAll()));
			this.echo.awaitOpen();
		}
		byte[] payload = new byte[100_000];
		payload[99_999] = 1;
		this.server.sessions().broadcast("test", PreparedMessage.binary(payload));
		for (Peer peer : peers) {
			assertThat(peer.receives().payload()).isEqualTo(payload);
			peer.close();
			assertThat(this.echo.awaitClosed().code()).isEqualTo(1006);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aStopSaysSo(String protocol) throws Exception {
		start(protocol);
		try (TlsPeer peer = TlsPeer.open(this.server, protocol)) {
			peer.sends(Peer.text("before"));
			assertThat(this.echo.awaitMessage()).isEqualTo("before");
			CompletionStage<Void> stopped = this.server.stop();
			assertThat(peer.receivesMessage()).asString().isEqualTo("before");
			assertThat(peer.receivesMessage()).startsWith(CloseStatus.GOING_AWAY.code() >>> 8,
					CloseStatus.GOING_AWAY.code() & 0xFF);
			peer.sends(Peer.close(1001));
			assertThat(peer.receivesEnd()).isEqualTo("close_notify");
			peer.close();
			Await.end(stopped);
		}
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1001);
	}

	/** Handler threads encrypt while the loop decrypts. */
	@Test
	void bothDirectionsAtOnce() throws Exception {
		// all of them, in case that this thread reads last
		this.options.send((send) -> send.bufferLimit(16 * 1024 * 1024));
		start();
		try (Peer peer = Peer.openTls(this.server, Certificates.trustAll())) {
			int count = 5_000;
			Thread sender = new Thread(() -> {
				try {
					for (int i = 0; i < count; i++) {
						peer.sendsText("message " + i + " " + "x".repeat(i % 3_000));
					}
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			sender.start();
			for (int i = 0; i < count; i++) {
				assertThat(peer.receivesText()).startsWith("message " + i + " ");
			}
			Await.end(sender);
		}
		assertClosed(1006);
	}

}
