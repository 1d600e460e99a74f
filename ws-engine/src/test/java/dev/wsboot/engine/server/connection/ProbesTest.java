/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.util.HexFormat;
import java.util.List;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.ProxyOptions;
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
 * The health checks of load balancers: connections that end before they ask for anything
 * are counted as probes, and not as refused handshakes.
 */
class ProbesTest {

	private final WsServerOptions.Builder options = Servers.options();

	private WsServer server;

	private void start() throws Exception {
		this.server = Servers.start(this.options, new Echo());
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void assertProbes(int probes, int rejected) throws Exception {
		Await.until(probes + " probes are counted", () -> this.server.counters().probes() == probes);
		Servers.awaitEmpty(this.server);
		long all = this.server.counters().rejected().values().stream().mapToLong(Long::longValue).sum();
		assertThat(all).as("rejected for any reason").isEqualTo(rejected);
		assertThat(this.server.counters().probes()).as("probes").isEqualTo(probes);
	}

	@Test
	void aConnectionThatEndsWithoutAByteIsAProbe() throws Exception {
		start();
		try (Peer ended = Peer.connect(this.server).sendsEnd()) {
			ended.receivesEnd();
		}
		assertProbes(1, 0);
	}

	@Test
	void aConnectionThatIsResetWithoutAByteIsAProbe() throws Exception {
		start();
		try (Peer reset = Peer.connect(this.server)) {
			Await.until("the connection is accepted", () -> this.server.counters().openConnections() == 1);
			reset.resets();
		}
		assertProbes(1, 0);
	}

	@Test
	void aPartOfARequestIsNoProbe() throws Exception {
		start();
		try (Peer ended = Peer.connect(this.server).sends("G").sendsEnd()) {
			ended.receivesEnd();
		}
		Await.until("1 disconnect is counted", () -> this.server.rejected(RejectReason.DISCONNECTED) == 1);
		assertProbes(0, 1);
	}

	@Test
	void aConnectionToATlsPortThatEndsWithoutAByteIsAProbe() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		start();
		try (TlsPeer ended = TlsPeer.connect(this.server, "TLSv1.3").sendsEnd()) {
			assertThat(ended.receivesRaw()).isEmpty();
		}
		assertProbes(1, 0);
	}

	@Test
	void aTlsConnectionThatEndsWithoutARequestIsAProbe() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		start();
		for (String version : List.of("TLSv1.2", "TLSv1.3")) {
			try (TlsPeer ended = TlsPeer.connect(this.server, version).handshakes().sendsEnd()) {
				ended.receivesEnd();
			}
		}
		assertProbes(2, 0);
	}

	@Test
	@Tag("slow")
	void aPartOfATlsHandshakeIsNoProbe() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		start();
		try (TlsPeer ended = TlsPeer.connect(this.server, "TLSv1.3")) {
			ended.sendsRaw(new byte[] { 22, 3, 1 }).sendsEnd();
			ended.receivesRaw();
		}
		Await.until("1 disconnect is counted", () -> this.server.rejected(RejectReason.DISCONNECTED) == 1);
		assertProbes(0, 1);
	}

	@Test
	void aProxyThatOnlyConnectsIsAProbeWithAndWithoutItsHeader() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted("127.0.0.0/8").protocol(true));
		start();
		byte[] local = HexFormat.of().parseHex("0D0A0D0A000D0A515549540A20000000");
		try (Peer silent = Peer.connect(this.server).sendsEnd();
				Peer ended = Peer.connect(this.server).sends(local).sendsEnd()) {
			silent.receivesEnd();
			ended.receivesEnd();
		}
		assertProbes(2, 0);
	}

	@Test
	void aPlainHttpRequestIsNoProbe() throws Exception {
		start();
		try (Peer peer = Peer.connect(this.server).sends("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			assertThat(peer.receivesResponse().status()).isEqualTo(426);
		}
		Await.until("1 request that is not WebSocket is counted",
				() -> this.server.rejected(RejectReason.NOT_WEBSOCKET) == 1);
		assertProbes(0, 1);
	}

}
