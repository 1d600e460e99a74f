/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A session ends when it expires, unless it is renewed before.
 */
@Timeout(300)
class SessionExpiryTest {

	private static final int SESSIONS = 1_000;

	private static final Instant PAST = Instant.now().minusSeconds(1);

	private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

	private static WsServer start(Recorder recorder, Instant expiresAt) throws Exception {
		return WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.accept(recorder).principal(() -> "ada").expiresAt(expiresAt));
	}

	@Test
	void silentSessionIsClosedAndReceivesNothingMore() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = start(recorder, PAST); Peer peer = Peer.open(server)) {
			assertThat(peer.receivesClose()).isEqualTo(3000);
			assertThat(recorder.awaitOpen().sendText("late").toCompletableFuture()).isCompletedExceptionally();
			peer.sendsClose(3000);
			assertThat(recorder.awaitClosed()).isEqualTo(CloseStatus.EXPIRED);
		}
	}

	@Test
	void renewedSessionStaysOpen() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			public void onExpired(WsSession session) {
				if (session.renew(() -> "ada", LATER)) {
					this.messages.add("renewed");
				}
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				session.sendText(message.text());
			}
		};
		try (WsServer server = start(recorder, PAST); Peer peer = Peer.open(server)) {
			assertThat(recorder.awaitMessage()).isEqualTo("renewed");
			assertThat(recorder.awaitOpen().expiresAt()).isBetween(LATER.minusMillis(1), LATER);
			peer.sendsText("hello").receives(Opcode.TEXT, "\"hello\"");
		}
	}

	@Test
	void shortenedSessionIsClosed() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = start(recorder, LATER); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			assertThat(session.renew(() -> "ada", null)).isTrue();
			assertThat(session.expiresAt()).isNull();
			assertThat(session.renew(() -> "ada", Instant.MAX)).isTrue();
			assertThat(session.expiresAt()).isNull();
			assertThat(session.renew(() -> "ada", Instant.MIN)).isTrue();
			assertThat(peer.receivesClose()).isEqualTo(3000);
			assertThat(session.renew(() -> "ada", LATER)).isFalse();
		}
	}

	@Test
	void sessionIsRenewedForItsUserOnly() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = start(recorder, LATER); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			assertThatIllegalArgumentException().isThrownBy(() -> session.renew(() -> "eve", null))
				.withMessageNotContaining("ada");
			assertThat(session.principal().getName()).isEqualTo("ada");
			assertThat(session.expiresAt()).isNotNull();
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
		}
	}

	@Test
	void manySessionsExpireAtOnce() throws Exception {
		Recorder recorder = new Recorder();
		List<Peer> peers = new ArrayList<>();
		try (WsServer server = start(recorder, LATER)) {
			for (int i = 0; i < SESSIONS; i++) {
				peers.add(Peer.open(server));
			}
			for (int i = 0; i < SESSIONS; i++) {
				recorder.awaitOpen().renew(() -> "ada", PAST);
			}
			for (Peer peer : peers) {
				assertThat(peer.receivesClose()).isEqualTo(3000);
				peer.close();
			}
			for (int i = 0; i < SESSIONS; i++) {
				assertThat(recorder.awaitClosed()).isEqualTo(CloseStatus.EXPIRED);
			}
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

}
