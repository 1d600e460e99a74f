/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compressed messages that go to many sessions, or to one that does not read.
 */
@Timeout(120)
class CompressedSendTest {

	private final Recorder recorder = new Recorder();

	@Test
	void aBroadcastIsDeflatedOnceForAllWithoutTakeover() throws Exception {
		List<DeflatePeer> peers = new ArrayList<>();
		byte[] text = TestData.RECORDS.bytes(50_000, 1);
		PreparedMessage message = PreparedMessage.text(new String(text, StandardCharsets.UTF_8));
		try (WsServer server = start(Servers.options().compression(options(ContextTakeover.SERVER)));
				Peer plain = Peer.open(server)) {
			for (int i = 0; i < 20; i++) {
				peers.add(DeflatePeer.open(server, "; server_no_context_takeover"));
			}
			awaitOpen(21);
			server.sessions().broadcast("test", message);
			server.sessions().broadcast("test", message);
			for (DeflatePeer peer : peers) {
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(text);
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(text);
				assertThat(peer.inflated).isEqualTo(2);
			}
			assertThat(plain.receivesText().getBytes(StandardCharsets.UTF_8)).isEqualTo(text);
			assertThat(server.counters().deflations()).isOne();

			// one with a smaller window, and one that keeps its context
			peers.add(DeflatePeer.open(server, "; server_no_context_takeover; server_max_window_bits=9"));
			peers.add(DeflatePeer.open(server));
			awaitOpen(2);
			server.sessions().all().forEach((session) -> session.send(message));
			for (DeflatePeer peer : peers) {
				assertThat(peer.receives(Opcode.TEXT)).isEqualTo(text);
			}
			assertThat(server.counters().deflations()).isEqualTo(3);
			for (DeflatePeer peer : peers) {
				peer.close();
			}
		}
	}

	@ParameterizedTest
	@Tag("slow")
	@CsvSource({ "DROP_NEWEST, SERVER", "DROP_OLDEST, SERVER", "CONFLATE, SERVER", "DROP_OLDEST, NONE",
			"CONFLATE, NONE" })
	void whatIsDroppedIsNotMissedByTheContext(OverflowPolicy policy, ContextTakeover takeover) throws Exception {
		// what all of them share, so that each one refers to those before it
		String common = random(4_000, 0);
		try (WsServer server = start(Servers.options()
			.compression(options(takeover))
			.send((send) -> send.overflowPolicy(policy).bufferLimit(400_000)));
				DeflatePeer peer = DeflatePeer.openNarrow(server)) {
			WsSession session = this.recorder.awaitOpen();
			int sent = 0;
			while (server.counters().messagesDropped() < 20) {
				session.sendText(sent + " " + common + random(4_000, ++sent));
			}
			int last = -1;
			String end = "the end";
			session.sendText(end);
			String text = new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8);
			int received = 0;
			while (!text.equals(end)) {
				int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
				assertThat(number).isGreaterThan(last);
				assertThat(text).isEqualTo(number + " " + common + random(4_000, number + 1));
				last = number;
				received++;
				if (policy == OverflowPolicy.DROP_NEWEST && received + server.counters().messagesDropped() == sent) {
					// the end itself may have been dropped: nothing else is missing
					break;
				}
				text = new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8);
			}
			assertThat(peer.inflated).isEqualTo(received);
			session.sendText("still " + common);
			assertThat(receivesBehind(peer, end)).isEqualTo("still " + common);
		}
		assertThat(this.recorder.faults).isEmpty();
	}

	@Test
	void whatWaitsCountsWithItsFullSize() throws Exception {
		try (WsServer server = start(Servers.options().compression(options(ContextTakeover.SERVER)));
				DeflatePeer peer = DeflatePeer.openNarrow(server)) {
			WsSession session = this.recorder.awaitOpen();
			List<CompletionStage<Void>> filling = Servers.fillSocket(session,
					() -> session.sendText(random(16_000, System.nanoTime())));
			long before = session.queuedBytes();
			var sent = session.sendText("a".repeat(100_000));
			assertThat(session.queuedBytes() - before).isEqualTo(100_010);
			for (int i = 0; i < filling.size() + 1; i++) {
				peer.receives(Opcode.TEXT);
			}
			Await.end(sent);
			assertThat(session.queuedBytes()).isZero();
		}
	}

	private static String receivesBehind(DeflatePeer peer, String end) throws Exception {
		String text = new String(peer.receives(Opcode.TEXT), StandardCharsets.UTF_8);
		return text.equals(end) ? receivesBehind(peer, end) : text;
	}

	private static String random(int length, long seed) {
		return HexFormat.of().formatHex(TestData.RANDOM.bytes(length, seed));
	}

	private void awaitOpen(int sessions) throws InterruptedException {
		for (int i = 0; i < sessions; i++) {
			this.recorder.awaitOpen();
		}
	}

	private WsServer start(WsServerOptions.Builder options) throws Exception {
		return Servers.start(options, this.recorder);
	}

	private static CompressionOptions options(ContextTakeover takeover) {
		return CompressionOptions.defaults().enabled(true).contextTakeover(takeover);
	}

}
