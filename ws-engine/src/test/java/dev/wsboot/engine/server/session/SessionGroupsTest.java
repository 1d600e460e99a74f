/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Groups have those sessions that have joined, until they leave or end, and nothing stays
 * of a group that nobody is in.
 */
class SessionGroupsTest {

	@Test
	void aBroadcastReachesWhoHasJoined() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				this.opened.add(session);
			}
		};
		try (WsServer server = Servers.start(recorder);
				Peer inBoth = Peer.open(server);
				Peer inOne = Peer.open(server);
				Peer inNone = Peer.open(server)) {
			for (int i = 0; i < 3; i++) {
				recorder.awaitOpen();
			}
			WsSession first = session(recorder, inBoth);
			WsSession second = session(recorder, inOne);
			WsSession third = session(recorder, inNone);
			WsSessions sessions = server.sessions();
			first.join("red");
			first.join("blue");
			second.join("red");
			second.join("red");
			assertThat(first.groups()).containsExactlyInAnyOrder("red", "blue");
			assertThat(third.groups()).isEmpty();
			assertThat(sessions.inGroup("test", "red")).containsExactlyInAnyOrder(first, second);
			assertThat(sessions.inGroup("test", "green")).isEmpty();
			sessions.broadcast("test", "red", PreparedMessage.text("to red"));
			sessions.broadcast("test", "blue", PreparedMessage.text("to blue"));
			sessions.broadcast("test", "green", PreparedMessage.text("to nobody"));
			first.leave("red");
			first.leave("green");
			sessions.broadcast("test", "red", PreparedMessage.text("to red again"));
			sessions.broadcast("test", PreparedMessage.text("to all"));
			assertThat(List.of(inBoth.receivesText(), inBoth.receivesText(), inBoth.receivesText()))
				.containsExactly("to red", "to blue", "to all");
			assertThat(List.of(inOne.receivesText(), inOne.receivesText(), inOne.receivesText()))
				.containsExactly("to red", "to red again", "to all");
			assertThat(inNone.receivesText()).isEqualTo("to all");
		}
	}

	/** Returns the peer's session: the one that gets what the peer sends. */
	private static WsSession session(Recorder recorder, Peer peer) throws Exception {
		peer.sendsText("it is me");
		return recorder.awaitOpen();
	}

	@Test
	void groupsBelongToTheirEndpoint() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.accept(recorder).endpoint(request.path()))) {
			try (Peer one = Peer.openAt(server, "/one"); Peer two = Peer.openAt(server, "/two")) {
				recorder.awaitOpen().join("room");
				recorder.awaitOpen().join("room");
				server.sessions().broadcast("/one", "room", PreparedMessage.text("for one"));
				server.sessions().broadcast("/two", "room", PreparedMessage.text("for two"));
				assertThat(one.receivesText()).isEqualTo("for one");
				assertThat(two.receivesText()).isEqualTo("for two");
			}
		}
	}

	@Test
	void aSessionKeepsTheNamesOfItsGroupsUntilTheCloseCallbackHasReturned() throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		List<Set<String>> groupsAtTheEnd = new CopyOnWriteArrayList<>();
		List<Integer> membersAtTheEnd = new CopyOnWriteArrayList<>();
		WsSessions[] sessions = new WsSessions[1];
		Recorder recorder = new Recorder() {
			@Override
			protected void whenClosed(WsSession session, CloseStatus status) {
				groupsAtTheEnd.add(session.groups());
				session.join("green");
				session.leave("blue");
				groupsAtTheEnd.add(session.groups());
				membersAtTheEnd.add(sessions[0].inGroup("test", "red").size());
				sessions[0].broadcast("test", "red", PreparedMessage.text("bye"));
				session.holdUntil(end);
				throw new IllegalStateException("at the end");
			}
		};
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			sessions[0] = server.sessions();
			WsSession leaving = recorder.awaitOpen();
			Peer other = Peer.open(server);
			WsSession staying = recorder.awaitOpen();
			List.of("red", "blue").forEach(leaving::join);
			staying.join("red");
			peer.resets();
			recorder.awaitClosed();
			assertThat(other.receivesText()).isEqualTo("bye");
			assertThat(groupsAtTheEnd).containsExactly(Set.of("red", "blue"), Set.of("red"));
			assertThat(membersAtTheEnd).containsExactly(1);
			assertThat(leaving.groups()).containsExactly("red");
			end.complete(null);
			Await.until("the groups of the closed session are forgotten", () -> leaving.groups().isEmpty());
			staying.leave("red");
			assertThat(((SessionRegistry) server.sessions()).hasNoGroups()).isTrue();
			other.close();
		}
	}

	@Test
	void aStageThatWasHeldForBeforeTheCloseCallbackDoesNotKeepTheGroups() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			session.join("red");
			session.holdUntil(new CompletableFuture<>());
			peer.resets();
			recorder.awaitClosed();
			Await.until("the groups of the closed session are forgotten", () -> session.groups().isEmpty());
			session.holdUntil(new CompletableFuture<>());
			assertThat(((SessionRegistry) server.sessions()).hasNoGroups()).isTrue();
		}
	}

	@Test
	void nobodyJoinsBehindTheEnd() throws Exception {
		Recorder recorder = new Recorder();
		AtomicBoolean done = new AtomicBoolean();
		try (WsServer server = Servers.start(recorder)) {
			for (int round = 0; round < 50; round++) {
				Peer peer = Peer.open(server);
				WsSession session = recorder.awaitOpen();
				CountDownLatch joins = new CountDownLatch(100);
				done.set(false);
				Thread joiner = new Thread(() -> {
					for (int i = 0; !done.get(); i++) {
						session.join("group " + i % 10);
						session.leave("group " + (i + 5) % 10);
						joins.countDown();
					}
				});
				joiner.start();
				Await.on(joins);
				peer.resets();
				recorder.awaitClosed();
				done.set(true);
				Await.end(joiner);
				Await.until("no session is in any group", () -> ((SessionRegistry) server.sessions()).hasNoGroups());
				assertThat(session.groups()).isEmpty();
			}
		}
	}

	@Test
	void handlersJoinAndBroadcast() throws Exception {
		CountDownLatch joined = new CountDownLatch(3);
		WsSessions[] sessions = new WsSessions[1];
		Recorder recorder = new Recorder() {
			@Override
			protected void whenOpen(WsSession session) {
				session.join("all");
				joined.countDown();
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				sessions[0].broadcast("test", "all", PreparedMessage.of(message));
			}
		};
		try (WsServer server = Servers.start(recorder);
				Peer one = Peer.open(server);
				Peer two = Peer.open(server);
				Peer three = Peer.open(server)) {
			sessions[0] = server.sessions();
			Await.on(joined);
			for (int i = 0; i < 100; i++) {
				one.sendsText("hello " + i);
			}
			for (int i = 0; i < 100; i++) {
				assertThat(one.receivesText()).isEqualTo("hello " + i);
				assertThat(two.receivesText()).isEqualTo("hello " + i);
				assertThat(three.receivesText()).isEqualTo("hello " + i);
			}
		}
	}

	@Test
	void aGroupHasAName() throws Exception {
		Recorder recorder = new Recorder();
		try (WsServer server = Servers.start(recorder); Peer peer = Peer.open(server)) {
			WsSession session = recorder.awaitOpen();
			assertThatNullPointerException().isThrownBy(() -> session.join(null));
			assertThatNullPointerException().isThrownBy(() -> session.leave(null));
		}
	}

}
