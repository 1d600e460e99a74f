/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.proxy;

import java.nio.file.Path;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ProxyProcess;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configurations of {@code docs/proxies.md} for nginx and HAProxy, run by these, and
 * what the server says where something is left out of them.
 */
@Tag("process")
class ProxyRecipesTest {

	/** A client that makes up what only proxies may tell. */
	static final String REQUEST = Peer.REQUEST.replace("Host: localhost\r\n",
			"Host: chat.example.com\r\nOrigin: http://chat.example.com\r\nX-Forwarded-For: 203.0.113.9\r\n"
					+ "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n");

	@TempDir
	Path directory;

	@Test
	void nginx() throws Exception {
		String recipe = ProxyProcess.recipe("## nginx", "nginx");
		Echo echo = new Echo();
		try (WsServer server = Servers.start(options(), echo);
				ProxyProcess proxy = ProxyProcess.nginx(this.directory, recipe, server.port())) {
			assertForwards(proxy, echo);
			assertForwardsEncodedSlashes(proxy, echo);
		}
	}

	@Test
	void haproxy() throws Exception {
		String recipe = ProxyProcess.recipe("## HAProxy", "haproxy");
		Echo echo = new Echo();
		try (WsServer server = Servers.start(options(), echo);
				ProxyProcess proxy = ProxyProcess.haproxy(this.directory, recipe, server.port())) {
			assertForwards(proxy, echo);
			assertForwardsEncodedSlashes(proxy, echo);
		}
	}

	@Test
	void haproxyWithTheProxyProtocol() throws Exception {
		String recipe = ProxyProcess.recipe("### With the PROXY protocol", "haproxy");
		Echo echo = new Echo();
		try (WsServer server = Servers
			.start(Servers.options().proxy(ProxyOptions.defaults().trusted("127.0.0.1").protocol(true)), echo);
				ProxyProcess proxy = ProxyProcess.haproxy(this.directory, recipe, server.port());
				Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.sendsText("hi").receivesText()).isEqualTo("hi");
			assertThat(echo.awaitOpen().remoteAddress().getHostString()).isEqualTo("127.0.0.2");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			proxy_http_version 1.1;                         | 505 | nginx: proxy_http_version 1.1
			proxy_set_header Upgrade $http_upgrade;         | 426 | nginx: proxy_set_header Upgrade $http_upgrade
			proxy_set_header Connection $connection_upgrade; | 400 | nginx: proxy_set_header Connection "upgrade"
			proxy_set_header Host $host;                    | 101 |
			""", quoteCharacter = '`')
	void nginxWithoutOneOfItsSettings(String setting, int status, String explanation) throws Exception {
		String recipe = ProxyProcess.recipe("## nginx", "nginx");
		assertThat(recipe).contains(setting);
		assertAnswer(recipe.replace(setting, ""), status, explanation);
	}

	@Test
	void nginxThatTellsNoHost() throws Exception {
		String recipe = ProxyProcess.recipe("## nginx", "nginx")
			.replace("proxy_set_header Host $host;", "")
			.replace("X-Forwarded-Host $host", "X-Forwarded-Host \"\"");
		assertAnswer(recipe, 403, "nginx: proxy_set_header Host $host");
	}

	@Test
	void nginxThatSpeaksTls() throws Exception {
		String recipe = ProxyProcess.recipe("## nginx", "nginx").replace("proxy_pass http://", "proxy_pass https://");
		try (WsServer server = Servers.start(options(), new Echo());
				ProxyProcess proxy = ProxyProcess.nginx(this.directory, recipe, server.port());
				Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(REQUEST)) {
			// nginx cannot read the answer, so only the log explains it
			assertThat(peer.receivesResponse().status()).isEqualTo(502);
			assertThat(Servers.rejected(server, RejectReason.BAD_REQUEST)).isEqualTo(1);
		}
	}

	@Test
	void haproxyThatSendsAnUnexpectedHeader() throws Exception {
		String recipe = ProxyProcess.recipe("### With the PROXY protocol", "haproxy")
			.replace("check send-proxy-v2", "send-proxy");
		try (WsServer server = Servers.start(options(), new Echo());
				ProxyProcess proxy = ProxyProcess.haproxy(this.directory, recipe, server.port());
				Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(Peer.REQUEST)) {
			Peer.Response response = peer.receivesResponse();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body()).contains("ws.proxy.protocol and ws.proxy.trusted");
		}
	}

	private void assertAnswer(String recipe, int status, String explanation) throws Exception {
		try (WsServer server = Servers.start(options(), new Echo());
				ProxyProcess proxy = ProxyProcess.nginx(this.directory, recipe, server.port());
				Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(REQUEST)) {
			Peer.Response response = peer.receivesResponse();
			assertThat(response.status()).isEqualTo(status);
			if (explanation != null) {
				assertThat(response.body()).contains(explanation);
			}
		}
	}

	static WsServerOptions.Builder options() {
		return Servers.options()
			.handshake((handshake) -> handshake.allowEncodedSlash(true))
			.proxy(ProxyOptions.defaults().trusted("127.0.0.1").header(ForwardedHeader.X_FORWARDED));
	}

	static void assertForwards(ProxyProcess proxy, Echo echo) throws Exception {
		try (Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.sendsText("hi").receivesText()).isEqualTo("hi");
			WsSession session = echo.awaitOpen();
			assertThat(session.remoteAddress().getHostString()).isEqualTo("127.0.0.2");
			assertThat(session.isSecure()).isFalse();
			assertThat(session.handshakeRequest().host()).isEqualTo("chat.example.com");
		}
	}

	static void assertForwardsEncodedSlashes(ProxyProcess proxy, Echo echo) throws Exception {
		String request = REQUEST.replace("GET / ", "GET /RDAM%7C123%2Fx ");
		try (Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(request)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(echo.awaitOpen().handshakeRequest().path()).isEqualTo("/RDAM|123%2Fx");
		}
	}

}
