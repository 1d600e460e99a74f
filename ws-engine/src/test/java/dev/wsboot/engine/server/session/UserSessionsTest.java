/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
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
 * The sessions of a user are found by the name of the user, and nothing stays of a user
 * without sessions.
 */
class UserSessionsTest {

	private static final CloseStatus BLOCKED = new CloseStatus(3003, "Blocked");

	private final Recorder recorder = new Recorder();

	/** Accepts the user that the path names, and anybody at the root. */
	private WsServer start() throws Exception {
		return WsServer.start(Servers.options().build(), (request) -> accept(request.path().substring(1)));
	}

	private HandshakeDecision.Accept accept(String user) {
		HandshakeDecision.Accept accept = HandshakeDecision.accept(this.recorder).endpoint("test");
		return user.isEmpty() ? accept : accept.principal(named(user));
	}

	private static Principal named(String user) {
		return () -> user;
	}

	@Test
	void sessionsAreFoundByTheirUser() throws Exception {
		try (WsServer server = start();
				Peer ada = Peer.openAt(server, "/ada");
				Peer again = Peer.openAt(server, "/ada");
				Peer bob = Peer.openAt(server, "/bob");
				Peer nobody = Peer.open(server)) {
			WsSessions sessions = server.sessions();
			assertThat(sessions.count()).isEqualTo(4);
			assertThat(sessions.ofUser("ada")).hasSize(2)
				.allMatch((session) -> session.principal().getName().equals("ada"));
			assertThat(sessions.ofUser("bob")).hasSize(1);
			assertThat(sessions.ofUser("eve")).isEmpty();
			assertThat(sessions.users()).containsExactlyInAnyOrder("ada", "bob");
			assertThatNullPointerException().isThrownBy(() -> sessions.ofUser(null));
			sessions.ofUser("ada").broadcast("to ada");
			sessions.ofUser("ada").close(BLOCKED);
			for (Peer peer : List.of(ada, again)) {
				assertThat(peer.receivesText()).isEqualTo("to ada");
				assertThat(peer.receivesClose()).isEqualTo(3003);
				peer.sendsClose(3003).receivesEnd();
			}
			Await.until("ada is offline", () -> sessions.users().size() == 1);
			sessions.all().broadcast("to all");
			assertThat(bob.receivesText()).isEqualTo("to all");
			assertThat(nobody.receivesText()).isEqualTo("to all");
		}
	}

	@Test
	void sessionInItsHandshakeIsClosedWithTheOthers() throws Exception {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		CountDownLatch asked = new CountDownLatch(1);
		try (WsServer server = WsServer.start(Servers.options().build(), (request) -> {
			asked.countDown();
			return HandshakeDecision.later(decision);
		}); Peer ada = Peer.connect(server)) {
			ada.sends(Peer.REQUEST);
			asked.await();
			server.sessions().ofUser("bob").close(new CloseStatus(3003, "Others"));
			server.sessions().ofUser("ada").close(BLOCKED);
			decision.complete(accept("ada"));
			assertThat(ada.receivesResponse().status()).isEqualTo(101);
			assertThat(ada.receives().closeReason()).isEqualTo(BLOCKED.reason());
		}
	}

	@Test
	void nothingStaysOfUsersHoweverTheirSessionsEnd() throws Exception {
		Queue<Peer> peers = new ConcurrentLinkedQueue<>();
		try (WsServer server = start()) {
			for (int i = 0; i < 30; i++) {
				peers.add(Peer.openAt(server, "/user" + i % 3));
			}
			assertThat(server.sessions().ofUser("user1")).hasSize(10);
			int i = 0;
			for (Peer peer : peers) {
				switch (i++ % 3) {
					case 0 -> peer.resets();
					case 1 -> peer.close();
					default -> peer.sendsClose(1000).receivesClose();
				}
			}
			Await.until("all sessions are gone", () -> server.sessions().count() == 0);
			SessionRegistry registry = (SessionRegistry) server.sessions();
			Await.until("all users are gone", registry::hasNoUsers);
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

	@Test
	void sessionThatIsIdentifiedLaterBelongsToItsUser() throws Exception {
		try (WsServer server = start(); Peer peer = Peer.open(server)) {
			WsSession session = this.recorder.awaitOpen();
			assertThat(server.sessions().users()).isEmpty();
			assertThat(session.renew(named("ada"), null)).isTrue();
			assertThat(session.renew(named("ada"), null)).isTrue();
			assertThat(server.sessions().ofUser("ada")).containsExactly(session);
			peer.resets();
			SessionRegistry registry = (SessionRegistry) server.sessions();
			Await.until("ada is gone", registry::hasNoUsers);
		}
	}

	@Test
	void principalWithoutNameBelongsToNobody() {
		UserSessions users = new UserSessions();
		users.add(session(() -> null), (session) -> true);
		users.add(session(() -> {
			throw new IllegalStateException("no name");
		}), (session) -> true);
		assertThat(users.isEmpty()).isTrue();
	}

	@Test
	void sessionIsRemovedThoughItsPrincipalHasAnotherNameByThen() {
		UserSessions users = new UserSessions();
		String[] name = { "ada" };
		WsSession session = session(() -> name[0]);
		users.add(session, (each) -> true);
		name[0] = "eve";
		users.remove(session);
		assertThat(users.isEmpty()).isTrue();
	}

	@Test
	void indexIsRightUnderRaces() throws Exception {
		UserSessions users = new UserSessions();
		List<WsSession> staying = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		Queue<String> faults = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < 8; i++) {
			WsSession stays = session(named("ada"));
			staying.add(stays);
			Thread thread = new Thread(() -> {
				for (int round = 0; round < 2000; round++) {
					WsSession session = session(named("ada"));
					users.add(session, (each) -> true);
					if (!users.of("ada").contains(session)) {
						faults.add("session of round " + round + " is not found");
					}
					users.remove(session);
					if (users.of("ada").contains(session)) {
						faults.add("session of round " + round + " is still found");
					}
				}
				users.add(stays, (each) -> true);
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			Await.end(thread);
		}
		assertThat(faults).isEmpty();
		assertThat(users.of("ada")).containsExactlyInAnyOrderElementsOf(staying);
		staying.forEach(users::remove);
		assertThat(users.isEmpty()).isTrue();
	}

	private static WsSession session(Principal principal) {
		return (WsSession) Proxy.newProxyInstance(WsSession.class.getClassLoader(), new Class<?>[] { WsSession.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "principal" -> principal;
					case "equals" -> proxy == arguments[0];
					case "hashCode" -> System.identityHashCode(proxy);
					default -> "session";
				});
	}

}
