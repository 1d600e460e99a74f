/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Objects that are sent to one session or to many, and views that say to which.
 */
class RecipientsTest {

	/** Encodes objects, and counts that. */
	private static final class Counted extends Recorder implements MessageEncoder {

		private final AtomicInteger encoded = new AtomicInteger();

		@Override
		public MessageEncoder encoder() {
			return this;
		}

		@Override
		public PreparedMessage encode(Object message) {
			return PreparedMessage.text("no " + this.encoded.incrementAndGet() + ": " + message);
		}

	}

	@Test
	void anObjectIsEncodedByTheHandlersEncoder() throws Exception {
		Counted handler = new Counted();
		try (WsServer server = Servers.start(handler); Peer peer = Peer.open(server)) {
			WsSession session = handler.awaitOpen();
			session.send(List.of("a"));
			session.send((Object) "text");
			session.send((Object) PreparedMessage.text("prepared"));
			assertThat(peer.receivesText()).isEqualTo("no 1: [a]");
			assertThat(peer.receivesText()).isEqualTo("text");
			assertThat(peer.receivesText()).isEqualTo("prepared");
		}
	}

	@Test
	void anObjectWithoutEncoderIsRefused() throws Exception {
		Recorder handler = new Recorder();
		try (WsServer server = Servers.start(handler); Peer peer = Peer.open(server)) {
			WsSession session = handler.awaitOpen();
			assertThatIllegalStateException().isThrownBy(() -> session.send(List.of()))
				.withMessageContaining("has no encoder");
			assertThatIllegalStateException().isThrownBy(() -> server.sessions().broadcast("test", List.of()))
				.withMessageContaining("has no encoder");
			session.sendText("after");
			assertThat(peer.receivesText()).isEqualTo("after");
		}
	}

	@Test
	void anObjectIsEncodedOnceForEachEncoderAndNotAtAllForNobody() throws Exception {
		Counted one = new Counted();
		Counted two = new Counted();
		try (WsServer server = WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.accept(request.path().startsWith("/one") ? one : two)
					.endpoint(request.path()))) {
			WsSessions sessions = server.sessions();
			sessions.broadcast("/one", new Object());
			sessions.broadcast("/one", "group", new Object());
			sessions.all().broadcast(new Object());
			try (Peer first = Peer.openAt(server, "/one");
					Peer second = Peer.openAt(server, "/one");
					Peer third = Peer.openAt(server, "/two")) {
				WsSession session = one.awaitOpen();
				one.awaitOpen();
				two.awaitOpen();
				sessions.inGroup("/one", "group").broadcast(new Object());
				sessions.of("/one").filter((each) -> false).broadcast(new Object());
				assertThat(one.encoded).hasValue(0);
				sessions.all().broadcast(List.of("all"));
				for (Peer peer : List.of(first, second, third)) {
					assertThat(peer.receivesText()).isEqualTo("no 1: [all]");
				}
				session.close();
				sessions.of("/one").filter(session::equals).broadcast(new Object());
				assertThat(one.encoded).hasValue(1);
			}
		}
	}

	@Test
	void viewsAreNarrowedAndStayLive() throws Exception {
		Counted handler = new Counted();
		try (WsServer server = WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.accept(handler).endpoint(request.path()))) {
			List<Peer> peers = new ArrayList<>();
			List<WsSession> opened = new ArrayList<>();
			WsRecipients reds = server.sessions().of("/one").inGroup("red");
			WsRecipients redsOfAll = server.sessions().all().inGroup("red");
			for (String path : List.of("/one", "/one", "/one", "/two")) {
				peers.add(Peer.openAt(server, path));
				WsSession session = handler.awaitOpen();
				opened.add(session);
				session.join("red");
			}
			WsSession first = opened.get(0);
			WsSession second = opened.get(1);
			assertThat(reds).containsExactlyInAnyOrderElementsOf(opened.subList(0, 3)).hasSize(3);
			assertThat(redsOfAll).containsExactlyInAnyOrderElementsOf(opened).hasSize(4);
			WsRecipients others = reds.except(first).filter((each) -> each != second);
			assertThat(others).containsExactly(opened.get(2)).hasSize(1);
			assertThat(others.contains(opened.get(2))).isTrue();
			assertThat(others.contains(first)).isFalse();
			assertThat(others.isEmpty()).isFalse();
			others.broadcast("to the third");
			reds.except(opened.get(2)).broadcast("to the others");
			assertThat(peers.get(2).receivesText()).isEqualTo("to the third");
			assertThat(peers.get(0).receivesText()).isEqualTo("to the others");
			assertThat(peers.get(1).receivesText()).isEqualTo("to the others");
			opened.get(2).leave("red");
			assertThat(others).isEmpty();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> reds.clear());
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> server.sessions().of(RecipientsTest.class))
				.withMessageContaining("pass their names");
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

}
