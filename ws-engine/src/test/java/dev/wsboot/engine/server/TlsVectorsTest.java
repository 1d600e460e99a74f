/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.handshake.HandshakeVector;
import dev.wsboot.engine.handshake.Outcome;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes in over TLS has the same outcome as in the clear: all rows of
 * {@code vectors/frames.txt} and {@code vectors/handshake.txt}.
 */
@Tag("slow")
class TlsVectorsTest {

	private static final TlsOptions TLS = TlsOptions.of(Certificates.of("localhost"));

	/** In records of random length, so that they end anywhere in a frame. */
	@Nested
	class Frames extends ServerVectorsTest {

		private final Random random = new Random(42);

		@Override
		WsServerOptions.Builder options() {
			return super.options().tls(TLS);
		}

		@Override
		Peer open(WsServer server) throws IOException {
			return Peer.openTls(server, Certificates.trustAll());
		}

		@Override
		void sends(Peer peer, byte[] bytes) throws IOException {
			int bound = (bytes.length > 1000) ? 20_000 : 20;
			for (int from = 0; from < bytes.length;) {
				int to = Math.min(bytes.length, from + 1 + this.random.nextInt(bound));
				peer.sends(Arrays.copyOfRange(bytes, from, to));
				from = to;
			}
		}

	}

	static List<HandshakeVector> handshakes() {
		// with TLS, no site can pass for another one on loopback
		return HandshakeVector.all().stream().filter((vector) -> vector.loopbackPort() < 0).toList();
	}

	@ParameterizedTest
	@MethodSource("handshakes")
	void answersHandshakes(HandshakeVector vector) throws Exception {
		Recorder recorder = new Recorder();
		WsServerOptions options = Servers.options()
			.eventLoops(1)
			.tls(TLS)
			.handshake((handshake) -> handshake.maxRequestLine(Outcome.MAX_REQUEST_LINE)
				.maxHeaderSize(Outcome.MAX_HEADER_SIZE)
				.maxHeaders(Outcome.MAX_HEADERS)
				.allowedOrigins(vector.list("origins"))
				.allowedHosts(vector.list("hosts"))
				.allowEncodedSlash(vector.allowsEncodedSlash()))
			.build();
		String expected = Outcome.whole(vector).response();
		try (WsServer server = WsServer.start(options,
				(request) -> HandshakeDecision.accept(recorder).subprotocols(vector.list("speaks")));
				Peer peer = Peer.connectTls(server.port(), Certificates.trustAll())) {
			peer.sends(vector.input());
			if (expected.equals("more")) {
				peer.sendsEnd().receivesEnd();
			}
			else {
				byte[] response = peer.input().readNBytes(expected.getBytes(StandardCharsets.UTF_8).length);
				assertThat(response).asString().isEqualTo(expected);
			}
		}
	}

}
