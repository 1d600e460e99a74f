/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.handshake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The warnings about refused handshakes: one line of each kind, which names the proxy's
 * setting and holds nothing that the client has written.
 */
class RejectionWarningsTest {

	private final Logger logger = Logger.getLogger("dev.wsboot.engine");

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final Handler recorder = new Handler() {
		@Override
		public void publish(LogRecord record) {
			if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
				RejectionWarningsTest.this.warnings.add(record.getMessage());
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}
	};

	@BeforeEach
	void record() {
		this.logger.addHandler(this.recorder);
	}

	@AfterEach
	void stop() {
		this.logger.removeHandler(this.recorder);
	}

	@Test
	void aFaultOfAProxyIsExplainedOnce() throws Exception {
		try (WsServer server = Servers.start(new Echo())) {
			for (int i = 0; i < 3; i++) {
				refuses(server, Peer.REQUEST.replace("/ HTTP/1.1", "/evil HTTP/1.0"), 505);
			}
			assertThat(this.warnings).singleElement()
				.asString()
				.contains("NOT_WEBSOCKET", "nginx: proxy_http_version 1.1")
				.doesNotContain("evil");
			// the next thing that this proxy does not do
			refuses(server, Peer.REQUEST.replace("Upgrade: websocket\r\n", ""), 426);
			refuses(server, Peer.REQUEST.replace("Connection: Upgrade", "Connection: close"), 400);
			refuses(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 426);
			assertThat(this.warnings).hasSize(4);
			assertThat(this.warnings.get(1)).contains("nginx: proxy_set_header Upgrade $http_upgrade");
			assertThat(this.warnings.get(2)).contains("nginx: proxy_set_header Connection \"upgrade\"");
			assertThat(this.warnings.get(3)).doesNotContain("nginx");
		}
	}

	@Test
	void whatTheApplicationAnswersStaysOutOfTheLog() throws Exception {
		try (WsServer server = WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.reject(401).body("no user " + request.path()))) {
			for (int i = 0; i < 3; i++) {
				refuses(server, Peer.REQUEST.replace("GET / ", "GET /evil "), 401);
			}
		}
		assertThat(this.warnings).singleElement().asString().contains("FORBIDDEN", "401").doesNotContain("evil");
	}

	@Test
	void aProxyThatSendsNoHeaderIsReportedOnce() throws Exception {
		try (WsServer server = Servers.start(
				Servers.options()
					.proxy(ProxyOptions.defaults().trusted("127.0.0.0/8").protocol(true).header(ForwardedHeader.NONE)),
				new Echo())) {
			for (int i = 0; i < 3; i++) {
				try (Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
					peer.receivesEnd();
				}
			}
		}
		assertThat(this.warnings).singleElement().asString().contains("send-proxy-v2");
	}

	@Test
	void peersThatLeaveAreNotReported() throws Exception {
		try (WsServer server = Servers.start(new Echo())) {
			Peer.connect(server).close();
			Peer.connect(server).sends("GET / HT").close();
			Peer.open(server).close();
			Await.until("three peers have come and left",
					() -> server.counters().probes() == 1 && Servers.rejected(server, RejectReason.DISCONNECTED) == 1
							&& server.counters().accepted() == 1 && server.counters().openConnections() == 0);
		}
		assertThat(this.warnings).isEmpty();
	}

	private static void refuses(WsServer server, String request, int status) throws Exception {
		try (Peer peer = Peer.connect(server).sends(request)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(status);
		}
	}

}
