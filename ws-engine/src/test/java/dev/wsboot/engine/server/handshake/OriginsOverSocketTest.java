/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.handshake;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.AllowedOrigins;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application may have a policy of its own for the origins of each request.
 */
class OriginsOverSocketTest {

	private final WsServerOptions.Builder options = Servers.options()
		.handshake((handshake) -> handshake.allowedOrigins(List.of("https://server.example")));

	private final AtomicInteger decisions = new AtomicInteger();

	private WsServer start(WsOriginPolicy own) throws Exception {
		return WsServer.start(this.options.build(), new HandshakeHandler() {

			@Override
			public HandshakeDecision decide(HandshakeRequest request) {
				OriginsOverSocketTest.this.decisions.incrementAndGet();
				return HandshakeDecision.accept(new Recorder());
			}

			@Override
			public WsOriginPolicy originPolicy(HandshakeRequest request) {
				return request.path().equals("/own") ? own : null;
			}

		});
	}

	private static int status(WsServer server, String path, String... origins) throws Exception {
		StringBuilder headers = new StringBuilder("\r\n");
		for (String origin : origins) {
			headers.append("Origin: ").append(origin).append("\r\n");
		}
		try (Peer peer = Peer.connect(server)) {
			peer.sends(Peer.REQUEST.replace("GET /", "GET " + path).replace("\r\n\r\n", headers + "\r\n"));
			return peer.receivesResponse().status();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/own, https://a.example.com, 101", "/own, https://server.example, 403", "/own, null, 403",
			"/other, https://a.example.com, 403", "/other, https://server.example, 101" })
	void thePolicyOfTheRequestReplacesThatOfTheServer(String path, String origin, int status) throws Exception {
		try (WsServer server = start(new AllowedOrigins(List.of("https://*.example.com")))) {
			assertThat(status(server, path, origin)).isEqualTo(status);
			assertThat(Servers.rejected(server, RejectReason.ORIGIN)).isEqualTo((status == 403) ? 1 : 0);
			assertThat(this.decisions).as("asked for a decision").hasValue((status == 403) ? 0 : 1);
		}
	}

	@Test
	void requestsWithoutAnOriginAreNotAskedAbout() throws Exception {
		try (WsServer server = start((origin, request) -> false)) {
			assertThat(status(server, "/own")).isEqualTo(101);
			assertThat(status(server, "/own", "https://a.example")).isEqualTo(403);
		}
	}

	@Test
	void severalOriginsAreRefusedWhateverThePolicy() throws Exception {
		try (WsServer server = start((origin, request) -> true)) {
			assertThat(status(server, "/own", "https://a.example", "https://b.example")).isEqualTo(403);
			assertThat(status(server, "/own", "what is no origin")).isEqualTo(101);
		}
	}

	@Test
	void aPolicyThatFailsRefuses() throws Exception {
		try (WsServer server = start((origin, request) -> {
			throw new IllegalStateException("for the test");
		})) {
			assertThat(status(server, "/own", "https://a.example")).isEqualTo(500);
			assertThat(Servers.rejected(server, RejectReason.ERROR)).isEqualTo(1);
			assertThat(this.decisions).hasValue(0);
		}
	}

}
