/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.handshake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.TlsPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory of connections without sessions: it is counted, and limited to half of the
 * budget.
 */
class HandshakeMemoryTest {

	private static final int BUDGET = 1024 * 1024;

	/** What handshakes may hold, and what is told of them later. */
	private static final int MOST = BUDGET / 2 + BUDGET / 8;

	/** The largest request that is not complete. */
	private static final String LARGE = "GET /" + "x".repeat(4000) + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
			+ "y".repeat(8000);

	private final WsServerOptions.Builder options = Servers.options()
		.eventLoops(1)
		.connections((connections) -> connections.maxBufferedBytes(BUDGET));

	private final Echo echo = new Echo();

	private final List<AutoCloseable> peers = new ArrayList<>();

	@AfterEach
	void closePeers() throws Exception {
		for (AutoCloseable peer : this.peers) {
			peer.close();
		}
	}

	private Peer connect(WsServer server) throws Exception {
		Peer peer = Peer.connect(server);
		this.peers.add(peer);
		return peer;
	}

	private static long overload(WsServer server) {
		return Servers.rejected(server, RejectReason.OVERLOAD);
	}

	@Test
	void halfRequestsAreCountedUntilTheyEnd() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo)) {
			Peer peer = connect(server).sends(LARGE);
			Await.until("the request is counted", () -> server.counters().bufferedBytes() > 12_000);
			assertThat(server.counters().bufferedBytes()).isLessThan(30_000);
			peer.close();
			Await.until("no memory is held", () -> server.counters().bufferedBytes() == 0);
			// a server that stops waits for its peers
			closePeers();
		}
	}

	@Test
	void requestsThatHaveBecomeSessionsAreNoLongerCounted() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo)) {
			Peer peer = connect(server).sends(LARGE.replace("Cookie", "Connection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie"));
			Await.until("the request is counted", () -> server.counters().bufferedBytes() > 12_000);
			peer.sends("\r\n\r\n");
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			Await.until("no memory is held", () -> server.counters().bufferedBytes() == 0);
			// a server that stops waits for its peers
			closePeers();
		}
	}

	@Test
	void theLargestHalfRequestsAreCutFirst() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo)) {
			List<Peer> small = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				small.add(connect(server).sends(Peer.REQUEST.substring(0, 50)));
			}
			for (int i = 0; i < 200; i++) {
				connect(server).sends(LARGE);
			}
			Await.until("large requests are cut", () -> overload(server) > 200 - BUDGET / 2 / 12_000);
			assertThat(server.counters().bufferedBytes()).isLessThan(MOST);
			for (Peer peer : small) {
				peer.sends(Peer.REQUEST.substring(50));
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
			}
			// a server that stops waits for its peers
			closePeers();
		}
	}

	@Test
	void theOldestHalfTlsHandshakesAreCutFirst() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, this.echo)) {
			TlsPeer last = null;
			for (int i = 0; i < 200; i++) {
				last = TlsPeer.connect(server, "TLSv1.3");
				this.peers.add(last);
				last.sendsRaw(last.clientHello());
			}
			Await.until("handshakes are cut", () -> overload(server) > 200 - BUDGET / 2 / 10_000);
			assertThat(server.counters().bufferedBytes()).isLessThan(MOST);
			last.handshakes().opens();
			assertThat(server.counters().openSessions()).isEqualTo(1);
			// a server that stops waits for its peers
			closePeers();
		}
	}

	@Test
	void bytesBehindARequestThatWaitsForItsDecisionAreCounted() throws Exception {
		try (WsServer server = WsServer.start(this.options.build(),
				(request) -> HandshakeDecision.later(new CompletableFuture<>()))) {
			for (int i = 0; i < 50; i++) {
				connect(server).sends(Peer.REQUEST + "x".repeat(20_000));
			}
			Await.until("connections are cut", () -> overload(server) > 0);
			assertThat(server.counters().bufferedBytes()).isLessThan(MOST);
			// a server that stops waits for its peers
			closePeers();
		}
	}

	@Test
	@Tag("slow")
	void requestsThatTheApplicationDoesNotDecideAboutAreNotPiledUp() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(Duration.ofSeconds(1)))
			.closeTimeout(Duration.ofSeconds(1));
		ConcurrentLinkedQueue<CompletableFuture<HandshakeDecision>> undecided = new ConcurrentLinkedQueue<>();
		try (WsServer server = WsServer.start(this.options.build(), (request) -> {
			CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
			undecided.add(decision);
			return HandshakeDecision.later(decision);
		})) {
			int asked = 0;
			while (overload(server) == 0) {
				asked++;
				int expected = asked;
				connect(server).sends(Peer.REQUEST);
				Await.until("the application is asked, or not",
						() -> undecided.size() == expected || overload(server) > 0);
				assertThat(asked).as("requests that wait").isLessThan(BUDGET / 2 / 2000 + 2);
			}
			Await.until("the connections have ended", () -> server.counters().openConnections() == 0);
			assertThat(server.counters().bufferedBytes()).as("requests of clients that are gone").isPositive();
			undecided.forEach((decision) -> decision.complete(HandshakeDecision.reject(403)));
			Await.until("no memory is held", () -> server.counters().bufferedBytes() == 0);
			int before = undecided.size();
			connect(server).sends(Peer.REQUEST);
			Await.until("the application is asked again", () -> undecided.size() == before + 1);
			// a server that stops waits for its peers
			closePeers();
		}
	}

}
