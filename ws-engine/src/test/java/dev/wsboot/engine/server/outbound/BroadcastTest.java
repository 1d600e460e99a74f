/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One message for many sessions, which share its bytes, arrives the same at each of them.
 */
class BroadcastTest {

	@Test
	void everybodyGetsTheSameBytes() throws Exception {
		Recorder recorder = new Recorder();
		List<Peer> peers = new ArrayList<>();
		Random random = new Random(1);
		try (WsServer server = Servers.start(recorder)) {
			for (int i = 0; i < 5; i++) {
				peers.add(Peer.open(server));
				recorder.awaitOpen();
			}
			for (int size : new int[] { 0, 1, 125, 126, 65535, 65536, 300_000 }) {
				byte[] payload = new byte[size];
				random.nextBytes(payload);
				byte[] given = payload.clone();
				PreparedMessage message = PreparedMessage.binary(given);
				ByteBuffer buffer = ByteBuffer.wrap(given);
				PreparedMessage fromBuffer = PreparedMessage.binary(buffer);
				assertThat(buffer.remaining()).isEqualTo(size);
				server.sessions().broadcast("test", message);
				// what was given away has been copied
				random.nextBytes(given);
				server.sessions().broadcast("test", fromBuffer);
				for (Peer peer : peers) {
					for (int i = 0; i < 2; i++) {
						Peer.Frame frame = peer.receives();
						assertThat(frame.opcode()).isEqualTo(Opcode.BINARY);
						assertThat(frame.fin()).isTrue();
						assertThat(frame.payload()).isEqualTo(payload);
					}
				}
			}
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

	@Test
	void aCrowdGetsAllInOrderAlsoWhenTheServerStopsRightBehindIt() throws Exception {
		Recorder recorder = new Recorder();
		List<Peer> peers = new ArrayList<>();
		WsServer server = Servers.start(Servers.options().eventLoops(1), recorder);
		for (int i = 0; i < 200; i++) {
			peers.add(Peer.open(server));
			recorder.awaitOpen();
		}
		server.sessions().broadcast("test", PreparedMessage.text("one"));
		for (Peer peer : peers) {
			assertThat(peer.receivesText()).isEqualTo("one");
		}
		server.sessions().broadcast("test", PreparedMessage.text("two"));
		server.sessions().broadcast("test", PreparedMessage.text("three"));
		Thread stop = new Thread(server::close);
		stop.start();
		for (Peer peer : peers) {
			assertThat(peer.receivesText()).isEqualTo("two");
			assertThat(peer.receivesText()).isEqualTo("three");
			assertThat(peer.receivesClose()).isEqualTo(1001);
			peer.close();
		}
		Await.end(stop);
	}

	@Test
	void textIsTextAndOnlyItsEndpointGetsIt() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			recorder.awaitOpen();
			server.sessions().broadcast("another", PreparedMessage.text("not for you"));
			server.sessions().broadcast("test", PreparedMessage.text("gr\u00fc\u00dfe \ud83d\ude00 \ud800"));
			assertThat(peer.receivesText()).isEqualTo("gr\u00fc\u00dfe \ud83d\ude00 ?");
		}
	}

	@Test
	void aSessionThatFailsDoesNotKeepTheOthersFromIt() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder);
				Peer gone = Peer.open(server);
				Peer closing = Peer.open(server);
				Peer other = Peer.open(server)) {
			gone.resets();
			List<WsSession> sessions = List.of(recorder.awaitOpen(), recorder.awaitOpen(), recorder.awaitOpen());
			Await.until("2 sessions are left", () -> server.sessions().count() == 2);
			sessions.stream().filter(WsSession::isOpen).findFirst().orElseThrow().close();
			server.sessions().broadcast("test", PreparedMessage.text("hello"));
			List<Opcode> received = List.of(closing.receives().opcode(), other.receives().opcode());
			assertThat(received).containsExactlyInAnyOrder(Opcode.CLOSE, Opcode.TEXT);
		}
	}

}
