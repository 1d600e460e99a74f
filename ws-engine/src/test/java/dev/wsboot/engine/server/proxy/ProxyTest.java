/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.proxy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.ForwardedHeader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers behind proxies: whom a session is from, and who is believed.
 */
class ProxyTest {

	private static final String LOOPBACK = "127.0.0.0/8";

	private static final String LINE = "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n";

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	@Test
	void theProxyProtocolNamesTheClient() throws Exception {
		trustProtocol(LOOPBACK);
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server).sends(LINE + Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.sendsText("hi").receivesText()).isEqualTo("hi");
			assertThat(this.echo.awaitOpen().remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 56324));
		}
	}

	@Test
	void itsHeaderMayComeByteByByte() throws Exception {
		trustProtocol(LOOPBACK);
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.connect(server)) {
			for (String each : (LINE + Peer.REQUEST).split("")) {
				peer.sends(each);
			}
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(this.echo.awaitOpen().remoteAddress().getHostString()).isEqualTo("192.0.2.1");
		}
	}

	@Test
	void aHealthCheckOfTheProxyIsItsOwn() throws Exception {
		trustProtocol(LOOPBACK);
		byte[] local = HexFormat.of().parseHex("0D0A0D0A000D0A515549540A20000000");
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server).sends(local).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(this.echo.awaitOpen().remoteAddress().getHostString()).startsWith("127.0.0.");
		}
	}

	@Test
	void aTrustedProxyWithoutItsHeaderIsCut() throws Exception {
		trustProtocol(LOOPBACK);
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
			peer.receivesEnd();
			Await.until("1 bad request is counted", () -> Servers.rejected(server, RejectReason.BAD_REQUEST) == 1);
			assertThat(server.violations(Violation.INVALID_PROXY_HEADER)).isEqualTo(1);
			assertThat(server.counters().accepted()).isZero();
		}
	}

	@Test
	void othersAreNotBelieved() throws Exception {
		trustProtocol("10.0.0.0/8");
		try (WsServer server = Servers.start(this.options, this.echo)) {
			try (Peer peer = Peer.connect(server).sends(LINE + Peer.REQUEST)) {
				assertThat(peer.receivesResponse().status()).isEqualTo(400);
			}
			try (Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
				assertThat(this.echo.awaitOpen().remoteAddress().getHostString()).startsWith("127.0.0.");
			}
		}
	}

	@Test
	void aHeaderThatDoesNotComeIsNotWaitedFor() throws Exception {
		trustProtocol(LOOPBACK);
		this.options.handshake((handshake) -> handshake.timeout(Duration.ofMillis(100)));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server).sends(LINE.substring(0, 20))) {
			// a reset if the time was over before it had sent that
			assertThat(peer.receivesUntilEnd()).isZero();
			Await.until("1 handshake timeout is counted", () -> Servers.rejected(server, RejectReason.TIMEOUT) == 1);
		}
	}

	@Test
	void tlsComesBehindTheHeader() throws Exception {
		trustProtocol(LOOPBACK);
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, this.echo);
				Socket socket = new Socket("127.0.0.1", server.port())) {
			socket.getOutputStream().write(LINE.getBytes(StandardCharsets.US_ASCII));
			try (Socket secure = Certificates.trustAll()
				.getSocketFactory()
				.createSocket(socket, "localhost", server.port(), true)) {
				secure.getOutputStream().write(Peer.REQUEST.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(secure.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
					.isEqualTo("HTTP/1.1 101");
				WsSession session = this.echo.awaitOpen();
				assertThat(session.remoteAddress().getHostString()).isEqualTo("192.0.2.1");
				assertThat(session.isSecure()).isTrue();
			}
		}
	}

	@Test
	void theClientsFirstBytesOfTlsMayComeWithTheHeader() throws Exception {
		trustProtocol(LOOPBACK);
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(this.options, this.echo);
				TlsPeer peer = TlsPeer.connect(server, "TLSv1.3")) {
			byte[] hello = peer.clientHello();
			peer.sendsRaw(Peer.concat(LINE.getBytes(StandardCharsets.US_ASCII), hello)).handshakes().opens();
			assertThat(this.echo.awaitOpen().remoteAddress().getHostString()).isEqualTo("192.0.2.1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "\"a, 192.0.2.9", "\"\\", "192.0.2.9, \"" })
	void whatAClientMadeUpHidesNothing(String madeUp) throws Exception {
		this.options.proxy(new ProxyOptions(List.of(LOOPBACK), false, ForwardedHeader.X_FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server).sends(request("X-Forwarded-For: " + madeUp + ", 192.0.2.1"))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(this.echo.awaitOpen().remoteAddress().getHostString()).isEqualTo("192.0.2.1");
		}
	}

	@Test
	void headersNameTheClient() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted(LOOPBACK).header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.connect(server)
					.sends(request("X-Forwarded-For: 198.51.100.7, 192.0.2.1", "X-Forwarded-Proto: https"))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			WsSession session = this.echo.awaitOpen();
			assertThat(session.remoteAddress().getHostString()).isEqualTo("192.0.2.1");
			assertThat(session.isSecure()).isTrue();
		}
	}

	@Test
	void theHostThatTheProxyWasAskedForDecidesAboutOrigins() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted(LOOPBACK).header(ForwardedHeader.FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo)) {
			try (Peer peer = Peer.connect(server)
				.sends(request("Origin: https://chat.example.com", "Forwarded: for=192.0.2.1;host=chat.example.com"))) {
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
				assertThat(this.echo.awaitOpen().handshakeRequest().host()).isEqualTo("chat.example.com");
			}
			try (Peer peer = Peer.connect(server).sends(request("Origin: https://chat.example.com"))) {
				assertThat(peer.receivesResponse().status()).isEqualTo(403);
			}
		}
	}

	@Test
	void schemeAndHostAreBelievedWithoutAnAddress() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted(LOOPBACK).header(ForwardedHeader.X_FORWARDED))
			.connections((connections) -> connections.maxPerAddress(1));
		try (WsServer server = Servers.start(this.options, this.echo)) {
			for (String nobody : List.of("X-Unrelated: 1", "X-Forwarded-For: unknown", "X-Forwarded-For: ,")) {
				try (Peer peer = Peer.connect(server)
					.sends(request("Origin: https://chat.example.com", nobody, "X-Forwarded-Proto: https",
							"X-Forwarded-Host: chat.example.com"))) {
					assertThat(peer.receivesResponse().status()).as(nobody).isEqualTo(101);
					WsSession session = this.echo.awaitOpen();
					assertThat(session.isSecure()).isTrue();
					assertThat(session.handshakeRequest().host()).isEqualTo("chat.example.com");
					assertThat(session.remoteAddress().getHostString()).startsWith("127.0.0.");
				}
			}
		}
	}

	@Test
	void theHostThatTheProxyWasAskedForReplacesThatOfTheTarget() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted(LOOPBACK).header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo)) {
			String request = request("X-Forwarded-Host: chat.example.com").replace("GET /",
					"GET http://inner.example:8090/a?b");
			try (Peer peer = Peer.connect(server).sends(request)) {
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
				WsSession session = this.echo.awaitOpen();
				assertThat(session.handshakeRequest().host()).isEqualTo("chat.example.com");
				assertThat(session.handshakeRequest().path()).isEqualTo("/a");
			}
			try (Peer peer = Peer.connect(server).sends(request.replace("inner.example", "user@inner.example"))) {
				assertThat(peer.receivesResponse().status()).as("of a malformed target").isEqualTo(400);
			}
		}
	}

	@Test
	void theAddressOfAProxyIsNeverCounted() throws Exception {
		this.options.connections((connections) -> connections.maxPerAddress(1))
			.proxy(ProxyOptions.defaults().trusted(LOOPBACK, "10.0.0.0/8").header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer one = Peer.connect(server).sends(request("X-Forwarded-For: unknown, 10.0.0.2"));
				Peer two = Peer.connect(server).sends(request("X-Forwarded-For: unknown, 10.0.0.2"))) {
			assertThat(one.receivesResponse().status()).isEqualTo(101);
			assertThat(two.receivesResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void clientsOfOneProxyAreCountedApart() throws Exception {
		this.options.connections((connections) -> connections.maxPerAddress(1))
			.proxy(ProxyOptions.defaults().trusted(LOOPBACK).header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer one = Peer.connect(server).sends(request("X-Forwarded-For: 192.0.2.1"));
				Peer two = Peer.connect(server).sends(request("X-Forwarded-For: 192.0.2.2"))) {
			assertThat(one.receivesResponse().status()).isEqualTo(101);
			assertThat(two.receivesResponse().status()).isEqualTo(101);
			try (Peer again = Peer.connect(server).sends(request("X-Forwarded-For: 192.0.2.1"))) {
				assertThat(again.receivesResponse().status()).isEqualTo(503);
			}
			assertThat(Servers.rejected(server, RejectReason.OVERLOAD)).isEqualTo(1);
			one.resets();
			Await.until("1 session is left", () -> server.sessions().count() == 1);
			try (Peer later = Peer.connect(server).sends(request("X-Forwarded-For: 192.0.2.1"))) {
				assertThat(later.receivesResponse().status()).isEqualTo(101);
			}
		}
	}

	@Test
	void clientsOfTheProxyProtocolAreCountedApart() throws Exception {
		trustProtocol(LOOPBACK);
		this.options.connections((connections) -> connections.maxPerAddress(1));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer one = Peer.connect(server).sends(LINE + Peer.REQUEST);
				Peer two = Peer.connect(server).sends(LINE.replace("192.0.2.1", "192.0.2.9") + Peer.REQUEST)) {
			assertThat(one.receivesResponse().status()).isEqualTo(101);
			assertThat(two.receivesResponse().status()).isEqualTo(101);
			try (Peer again = Peer.connect(server).sends(LINE + Peer.REQUEST)) {
				assertThat(again.receivesResponse().status()).isEqualTo(503);
			}
		}
	}

	@Test
	void handshakesHaveARate() throws Exception {
		this.options.handshake((handshake) -> handshake.maxPerSecond(2));
		try (WsServer server = Servers.start(this.options, this.echo)) {
			try (Peer first = Peer.open(server); Peer second = Peer.open(server)) {
				Await.until("a connection is refused", () -> {
					try (Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
						return peer.receivesResponse().status() == 503;
					}
				});
				assertThat(first.sendsText("in").receivesText()).isEqualTo("in");
			}
			Await.until("a connection is accepted again", () -> {
				try (Peer peer = Peer.connect(server).sends(Peer.REQUEST)) {
					return peer.receivesResponse().status() == 101;
				}
			});
		}
	}

	private void trustProtocol(String range) {
		this.options.proxy(ProxyOptions.defaults().trusted(range).protocol(true));
	}

	private static String request(String... lines) {
		return Peer.REQUEST.substring(0, Peer.REQUEST.length() - 2) + String.join("\r\n", lines) + "\r\n\r\n";
	}

}
