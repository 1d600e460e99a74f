/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * From when on others see a session, and what they may do with it from then on. Whoever
 * closes all sessions reaches those that are opening, and those in their handshake.
 */
class SessionVisibilityTest {

	private static final CloseStatus KICKED = new CloseStatus(4003, "kicked");

	private final Recorder recorder = new Recorder();

	/** The server of a handler that asks for it. */
	private CompletableFuture<WsServer> running = new CompletableFuture<>();

	/** Accepts handshakes when the test says so. */
	private static final class Gate {

		private final BlockingQueue<CompletableFuture<HandshakeDecision>> asked = new LinkedBlockingQueue<>();

		HandshakeDecision decide() {
			CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
			this.asked.add(decision);
			return HandshakeDecision.later(decision);
		}

		/** Waits until the application is asked about the next handshake. */
		CompletableFuture<HandshakeDecision> await() throws InterruptedException {
			return Await.next(this.asked);
		}

	}

	private HandshakeDecision.Accept accept(String endpoint) {
		return HandshakeDecision.accept(this.recorder).endpoint(endpoint);
	}

	private void assertClosedWithOnePair(Peer peer, WsServer server) throws Exception {
		Peer.Frame frame = peer.receives();
		assertThat(frame.closeCode()).isEqualTo(KICKED.code());
		assertThat(frame.closeReason()).isEqualTo(KICKED.reason());
		peer.sendsClose(4003).receivesEnd();
		this.recorder.awaitOpen();
		assertThat(this.recorder.awaitClosed()).isEqualTo(KICKED);
		server.close();
		assertThat(this.recorder.callbacks).as("open and close").hasValue(2);
		assertThat(this.recorder.faults).isEmpty();
	}

	@Test
	@Tag("slow")
	void everySessionThatIsSeenIsOpenAndItsCloseIsCarriedOut() throws Exception {
		int connections = 1000;
		Set<WsSession> seen = ConcurrentHashMap.newKeySet();
		AtomicInteger notOpen = new AtomicInteger();
		Queue<Throwable> unsent = new ConcurrentLinkedQueue<>();
		try (WsServer server = Servers.start(this.recorder)) {
			Thread kicking = new Thread(() -> {
				while (seen.size() < connections && !Thread.currentThread().isInterrupted()) {
					for (WsSession session : server.sessions().all()) {
						if (seen.add(session)) {
							notOpen.addAndGet(session.isOpen() ? 0 : 1);
							session.sendText("leave").exceptionally((failure) -> {
								unsent.add(failure);
								return null;
							});
							session.close(KICKED);
						}
					}
				}
			});
			kicking.start();
			List<Peer> peers = new ArrayList<>();
			for (int i = 0; i < connections; i++) {
				peers.add(Peer.open(server));
			}
			Await.end(kicking);
			assertThat(notOpen).as("sessions that are seen before they are open").hasValue(0);
			assertThat(seen.stream().filter(WsSession::isOpen)).as("sessions whose close is lost").isEmpty();
			for (Peer peer : peers) {
				assertThat(peer.receivesText()).isEqualTo("leave");
				assertThat(peer.receivesClose()).isEqualTo(4003);
				peer.sendsClose(4003).close();
			}
			Servers.awaitEmpty(server);
		}
		assertThat(unsent).isEmpty();
		assertThat(this.recorder.opened).hasSize(connections);
		assertThat(this.recorder.closed).hasSize(connections).containsOnly(KICKED);
		assertThat(this.recorder.faults).isEmpty();
	}

	@Test
	void closeBeforeTheOpenCallbackRunsIsCarriedOutAndBothCallbacksFollow() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Recorder first = new Recorder() {
			@Override
			protected void whenOpen(WsSession session) {
				// keeps the only handler thread from the next session
				Await.on(release);
			}
		};
		ExecutorService handlers = Executors.newSingleThreadExecutor();
		try (WsServer server = WsServer.start(Servers.options().executor(handlers).build(),
				(request) -> HandshakeDecision.accept(request.path().equals("/first") ? first : this.recorder));
				Peer blocking = Peer.openAt(server, "/first")) {
			first.awaitOpen();
			try (Peer peer = Peer.open(server)) {
				Await.until("both sessions are seen", () -> server.sessions().count() == 2);
				WsSession session = server.sessions()
					.all()
					.stream()
					.filter((each) -> each.handshakeRequest().path().equals("/"))
					.findFirst()
					.orElseThrow();
				server.sessions().all().broadcast("to all");
				session.close(KICKED);
				assertThat(blocking.receivesText()).isEqualTo("to all");
				assertThat(peer.receivesText()).as("broadcast before the open callback").isEqualTo("to all");
				assertThat(this.recorder.callbacks).hasValue(0);
				release.countDown();
				blocking.close();
				assertClosedWithOnePair(peer, server);
			}
		}
		finally {
			release.countDown();
			handlers.shutdown();
		}
	}

	@Test
	void sessionIsSeenByItsOwnOpenCallbackAndByWhoeverHasReceivedThe101() throws Exception {
		BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
		for (boolean onLoop : new boolean[] { true, false }) {
			Recorder handler = new Recorder() {

				@Override
				public boolean isNonBlocking(SessionEvent event) {
					return onLoop;
				}

				@Override
				protected void whenOpen(WsSession session) {
					session.join("group");
					counts.add(session.isOpen() ? this.server().sessions().inGroup("test", "group").size() : -1);
				}

				private WsServer server() {
					return SessionVisibilityTest.this.running.join();
				}

			};
			this.running = new CompletableFuture<>();
			try (WsServer server = Servers.start(handler)) {
				this.running.complete(server);
				List<Peer> peers = new ArrayList<>();
				for (int i = 1; i <= 20; i++) {
					peers.add(Peer.open(server));
					assertThat(server.sessions().count()).isEqualTo(i);
					assertThat(server.sessions().count("test")).isEqualTo(i);
					assertThat(Await.next(counts)).isEqualTo(i);
				}
				for (Peer peer : peers) {
					peer.close();
				}
			}
		}
	}

	@Test
	void bulkCloseReachesTheHandshakesUnderWay() throws Exception {
		Gate gate = new Gate();
		try (WsServer server = WsServer.start(Servers.options().build(), (request) -> gate.decide());
				Peer peer = Peer.connect(server)) {
			peer.sends(Peer.REQUEST);
			CompletableFuture<HandshakeDecision> decision = gate.await();
			server.sessions().all().close(KICKED);
			server.sessions().all().close(CloseStatus.GOING_AWAY);
			decision.complete(accept("test"));
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertClosedWithOnePair(peer, server);
		}
	}

	@Test
	void bulkCloseReachesOnlyTheSessionsOfItsView() throws Exception {
		Gate gate = new Gate();
		try (WsServer server = WsServer.start(Servers.options().build(), (request) -> gate.decide());
				Peer open = Peer.connect(server);
				Peer opening = Peer.connect(server);
				Peer other = Peer.connect(server);
				Peer later = Peer.connect(server)) {
			open.sends(Peer.REQUEST);
			gate.await().complete(accept("test").attributes(Map.of("user", "mallory")));
			assertThat(open.receivesResponse().status()).isEqualTo(101);
			WsSession session = this.recorder.awaitOpen();
			session.join("group");
			opening.sends(Peer.REQUEST);
			CompletableFuture<HandshakeDecision> ofOpening = gate.await();
			other.sends(Peer.REQUEST);
			CompletableFuture<HandshakeDecision> ofOther = gate.await();
			WsRecipients mallorys = server.sessions()
				.of("test")
				.filter((each) -> "mallory".equals(each.attributes().get("user")));
			server.sessions().of("another").close(CloseStatus.GOING_AWAY);
			server.sessions().inGroup("test", "another").close(CloseStatus.GOING_AWAY);
			server.sessions().all().filter((each) -> false).close(CloseStatus.GOING_AWAY);
			mallorys.except(session).close(KICKED);
			assertThat(session.isOpen()).isTrue();
			mallorys.inGroup("group").close(KICKED);
			later.sends(Peer.REQUEST);
			CompletableFuture<HandshakeDecision> ofLater = gate.await();
			ofOpening.complete(accept("test").attributes(Map.of("user", "mallory")));
			ofOther.complete(accept("test").attributes(Map.of("user", "ada")));
			ofLater.complete(accept("test").attributes(Map.of("user", "mallory")));
			for (Peer peer : List.of(opening, other, later)) {
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
			}
			assertThat(open.receivesClose()).isEqualTo(4003);
			assertThat(opening.receivesClose()).isEqualTo(4003);
			server.sessions().all().broadcast("who is left?");
			assertThat(other.receivesText()).isEqualTo("who is left?");
			assertThat(later.receivesText()).as("handshake that began after the bulk close").isEqualTo("who is left?");
		}
	}

	@Test
	void bulkCloseAsksForACodeThatMayBeSent() throws Exception {
		try (WsServer server = Servers.start(this.recorder); Peer peer = Peer.open(server)) {
			this.recorder.awaitOpen();
			assertThatIllegalArgumentException().isThrownBy(() -> server.sessions().all().close(CloseStatus.ABNORMAL));
			server.sessions().all().broadcast("goes on");
			assertThat(peer.receivesText()).isEqualTo("goes on");
		}
	}

	@Test
	void filterThatFailsForAHandshakeLeavesItsSessionOpen() throws Exception {
		Gate gate = new Gate();
		try (WsServer server = WsServer.start(Servers.options().build(), (request) -> gate.decide());
				Peer peer = Peer.connect(server)) {
			peer.sends(Peer.REQUEST);
			CompletableFuture<HandshakeDecision> decision = gate.await();
			server.sessions().all().filter((each) -> {
				throw new IllegalStateException("for the test");
			}).close(KICKED);
			decision.complete(accept("test"));
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			WsSession session = this.recorder.awaitOpen();
			session.sendText("open");
			assertThat(peer.receivesText()).isEqualTo("open");
		}
	}

	@Test
	@Tag("slow")
	void everyHandshakeIsEitherRejectedOrItsSessionIsClosed() throws Exception {
		int rounds = 300;
		for (boolean later : new boolean[] { true, false }) {
			Set<Integer> banned = ConcurrentHashMap.newKeySet();
			try (WsServer server = WsServer.start(Servers.options().build(), (request) -> {
				int user = Integer.parseInt(request.path().substring(1));
				HandshakeDecision decision = banned.contains(user) ? HandshakeDecision.reject(403)
						: accept("test").attributes(Map.of("user", user));
				return later ? HandshakeDecision.later(CompletableFuture.supplyAsync(() -> decision)) : decision;
			})) {
				for (int i = 0; i < rounds; i++) {
					int user = i;
					try (Peer peer = Peer.connect(server)) {
						Thread kicking = new Thread(() -> {
							banned.add(user);
							server.sessions()
								.all()
								.filter((each) -> each.attributes().get("user").equals(user))
								.close(KICKED);
						});
						peer.sends(Peer.REQUEST.replace("GET /", "GET /" + user));
						kicking.start();
						int status = peer.receivesResponse().status();
						if (status == 101) {
							assertThat(peer.receivesClose()).isEqualTo(4003);
						}
						else {
							assertThat(status).isEqualTo(403);
						}
						Await.end(kicking);
					}
				}
			}
		}
	}

}
