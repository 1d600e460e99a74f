/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is thrown away of what a peer sends after its connection has failed, or was
 * refused. No timeout of the server ends before these tests.
 */
class DiscardTest {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final String VIOLATION = "\u0003\u0000";

	private final CountDownLatch release = new CountDownLatch(1);

	private final Recorder recorder = new Recorder() {
		@Override
		protected void whenMessage(WsSession session, WsMessage message) {
			if (message.text().equals("hang")) {
				Await.on(DiscardTest.this.release);
			}
			session.sendText(message.text());
		}
	};

	private final WsServerOptions.Builder options = Servers.options().eventLoops(1).closeTimeout(Duration.ofDays(1));

	/**
	 * Sends until the connection is cut, but not for ever.
	 * @return whether it was cut
	 */
	private static boolean isCutWhenItFloods(Peer peer, int mebibytes) {
		try {
			for (int i = 0; i < mebibytes; i++) {
				peer.sends(new byte[MEBIBYTE]);
			}
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Test
	void aFloodAfterAViolationIsCut() throws Exception {
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.open(server)) {
			assertThat(peer.sends(VIOLATION).receivesClose()).isEqualTo(1002);
			assertThat(isCutWhenItFloods(peer, 100)).as("flood is cut").isTrue();
			Servers.awaitEmpty(server);
		}
	}

	@Test
	void aFloodAfterARefusedHandshakeIsCut() throws Exception {
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.connect(server)) {
			assertThat(peer.sends("POST / HTTP/1.1\r\n\r\n").receivesResponse().status()).isBetween(400, 499);
			assertThat(isCutWhenItFloods(peer, 100)).as("flood is cut").isTrue();
			Servers.awaitEmpty(server);
		}
	}

	@Test
	void whatWasOnItsWayIsReadSoThatTheCloseFrameArrives() throws Exception {
		try (WsServer server = Servers.start(this.options, this.recorder); Peer peer = Peer.open(server)) {
			peer.sends(VIOLATION);
			for (int i = 0; i < 10; i++) {
				peer.sends(new byte[MEBIBYTE]);
			}
			assertThat(peer.receivesClose()).isEqualTo(1002);
			peer.receivesEnd();
		}
	}

	@Test
	void aFloodIsNotReadWhileTheCloseFrameWaitsForAHandler() throws Exception {
		try (WsServer server = Servers.start(this.options, this.recorder);
				Peer honest = Peer.open(server);
				Peer peer = Peer.open(server)) {
			peer.sendsText("hang").sends(VIOLATION);
			Thread flood = new Thread(() -> isCutWhenItFloods(peer, 8));
			flood.start();
			Await.until("bytes are thrown away", () -> server.counters().bytesReceived() > 64 * 1024);
			// as many rounds of the event loop
			for (int i = 0; i < 200; i++) {
				assertThat(honest.sendsText("message " + i).receivesText()).isEqualTo("message " + i);
			}
			assertThat(server.counters().bytesReceived()).as("bytes read").isLessThan(4 * 64 * 1024);
			this.release.countDown();
			assertThat(peer.receivesText()).isEqualTo("hang");
			assertThat(peer.receivesClose()).isEqualTo(1002);
			Await.end(flood);
		}
	}

}
