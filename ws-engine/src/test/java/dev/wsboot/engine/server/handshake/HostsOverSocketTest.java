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
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.AllowedOrigins;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A page of another site whose name has come to stand for this machine (DNS rebinding):
 * Host and Origin agree, and are the other site's.
 */
class HostsOverSocketTest {

	private final WsServerOptions.Builder options = Servers.options();

	private final AtomicInteger decisions = new AtomicInteger();

	private @Nullable WsOriginPolicy own;

	private WsServer start() throws Exception {
		return WsServer.start(this.options.build(), new HandshakeHandler() {

			@Override
			public HandshakeDecision decide(HandshakeRequest request) {
				HostsOverSocketTest.this.decisions.incrementAndGet();
				return HandshakeDecision.accept(new Recorder());
			}

			@Override
			public @Nullable WsOriginPolicy originPolicy(HandshakeRequest request) {
				return HostsOverSocketTest.this.own;
			}

		});
	}

	private static String request(String host, String... headers) {
		return Peer.REQUEST.replace("Host: localhost", "Host: " + host)
			.replace("\r\n\r\n", "\r\n" + String.join("\r\n", headers) + ((headers.length > 0) ? "\r\n\r\n" : "\r\n"));
	}

	private static Response response(Peer peer, String request) throws Exception {
		peer.sends(request);
		Peer.Response response = peer.receivesResponse();
		return new Response(response.status(), response.body());
	}

	/**
	 * What a browser gets for a page of that host, which connects to the server's port.
	 */
	private static Response pageOf(String host, WsServer server, String... headers) throws Exception {
		String authority = host + ":" + server.port();
		String[] all = new String[headers.length + 1];
		all[0] = "Origin: http://" + authority;
		System.arraycopy(headers, 0, all, 1, headers.length);
		try (Peer peer = Peer.connect(server)) {
			return response(peer, request(authority, all));
		}
	}

	private record Response(int status, String body) {
	}

	@Test
	void rebindingOfAnotherSitesNameIsRefusedByDefault() throws Exception {
		try (WsServer server = start()) {
			Response refusal = pageOf("evil.com", server);
			assertThat(refusal.status()).isEqualTo(421);
			assertThat(refusal.body()).contains("'ws.allowed-hosts'", "'localhost'");
			assertThat(Servers.rejected(server, RejectReason.HOST)).isEqualTo(1);
			assertThat(this.decisions).as("asked for a decision").hasValue(0);
			try (Peer peer = Peer.connectFrom("127.0.0.7", server.port())) {
				String authority = "evil.com:" + server.port();
				assertThat(response(peer, request(authority, "Origin: http://" + authority)).status()).isEqualTo(421);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.2.0.192.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa", "evilhome.arpa" })
	void reverseNamesCanBeRebound(String host) throws Exception {
		try (WsServer server = start()) {
			assertThat(pageOf(host, server).status()).isEqualTo(421);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "[::1]", "my-machine", "my-machine.local", "chat.test",
			"my-machine.home.arpa", "abcdef.onion" })
	void pagesOfThisMachineConnect(String host) throws Exception {
		try (WsServer server = start()) {
			assertThat(pageOf(host, server).status()).isEqualTo(101);
		}
	}

	@Test
	void proxiesOnThisMachineConnect() throws Exception {
		try (WsServer server = start(); Peer silent = Peer.connect(server)) {
			// as nginx does with nothing but "proxy_set_header Host $host"
			assertThat(response(silent, request("chat.myshop.com", "Origin: http://chat.myshop.com")).status())
				.isEqualTo(101);
			assertThat(pageOf("chat.myshop.com", server, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(101);
			assertThat(pageOf("chat.myshop.com", server, "Via: 1.1 proxy").status()).isEqualTo(101);
		}
		this.options.proxy(ProxyOptions.defaults().trusted("127.0.0.1").header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = start()) {
			assertThat(pageOf("chat.myshop.com", server).status()).isEqualTo(101);
		}
	}

	@Test
	void sameHostOfAnEndpointIsNoWayAround() throws Exception {
		this.own = new AllowedOrigins(List.of("same-host", "https://other.example"));
		try (WsServer server = start()) {
			assertThat(pageOf("evil.com", server).status()).isEqualTo(421);
		}
		this.own = (origin, request) -> origin.equals("http://" + request.host());
		try (WsServer server = start()) {
			assertThat(pageOf("evil.com", server).status()).isEqualTo(421);
		}
	}

	@Test
	void pagesThatAreAllowedWhateverTheHostConnect() throws Exception {
		this.options.handshake((handshake) -> handshake.allowedOrigins(List.of("http://dev.myshop.com:*")));
		try (WsServer server = start()) {
			assertThat(pageOf("dev.myshop.com", server).status()).isEqualTo(101);
			assertThat(pageOf("evil.com", server).status()).isEqualTo(403);
		}
		this.own = (origin, request) -> true;
		try (WsServer server = start()) {
			assertThat(pageOf("dev.myshop.com", server).status()).isEqualTo(101);
		}
	}

	@Test
	void allowedHostsRuleForAllRequests() throws Exception {
		this.options
			.handshake((handshake) -> handshake.allowedHosts(List.of("dev.myshop.com", "*.example.com", "127.0.0.1")));
		try (WsServer server = start();
				Peer other = Peer.connect(server);
				Peer absolute = Peer.connect(server);
				Peer device = Peer.connect(server)) {
			assertThat(pageOf("dev.myshop.com", server).status()).isEqualTo(101);
			assertThat(pageOf("chat.example.com", server).status()).isEqualTo(101);
			Response refusal = pageOf("evil.com", server);
			assertThat(refusal.status()).isEqualTo(421);
			assertThat(refusal.body()).contains("'ws.allowed-hosts'");
			assertThat(response(other, request("localhost")).status()).as("without an origin").isEqualTo(421);
			String target = request("127.0.0.1").replace("GET /", "GET http://evil.com/");
			assertThat(response(absolute, target).status()).isEqualTo(421);
			assertThat(response(device, request("127.0.0.1")).status()).isEqualTo(101);
			assertThat(Servers.rejected(server, RejectReason.HOST)).isEqualTo(3);
		}
	}

	@Test
	void hostThatATrustedProxyWasAskedForIsTheOneThatCounts() throws Exception {
		this.options.handshake((handshake) -> handshake.allowedHosts(List.of("chat.example.com")))
			.proxy(ProxyOptions.defaults().trusted("127.0.0.1").header(ForwardedHeader.X_FORWARDED));
		try (WsServer server = start(); Peer good = Peer.connect(server); Peer bad = Peer.connect(server)) {
			assertThat(response(good, request("backend:8090", "X-Forwarded-Host: chat.example.com")).status())
				.isEqualTo(101);
			assertThat(response(bad, request("chat.example.com", "X-Forwarded-Host: evil.com")).status())
				.isEqualTo(421);
		}
	}

	@Test
	void noSiteCanPassForAnotherOneOverTls() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = start(); Peer peer = Peer.connectTls(server.port(), Certificates.trustAll())) {
			String authority = "chat.myshop.com:" + server.port();
			assertThat(response(peer, request(authority, "Origin: http://" + authority)).status()).isEqualTo(101);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "chat.example.com:8090", "https://chat.example.com", "chat.example.com/",
			"*example.com", "*.com", "example.*", "a,b", "::1", "[::1]:80", "[::1", "b\u00fccher.example",
			"localhost:*", ".example.com", "a b" })
	void entryThatIsNoHostFailsTheStart(String entry) {
		this.options.handshake((handshake) -> handshake.allowedHosts(List.of("chat.example.com", entry)));
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(this::start).satisfies((ex) -> {
			assertThat(ex.option()).isEqualTo("allowed-hosts");
			assertThat(ex.value()).isEqualTo(entry);
		});
	}

}
