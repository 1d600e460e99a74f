/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.proxy;

import java.nio.file.Path;

import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ProxyProcess;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configurations of {@code docs/proxies.md} for Apache and Caddy, run by these where
 * they are installed.
 */
@Tag("process")
class MoreProxyRecipesTest {

	@TempDir
	Path directory;

	@Test
	void apache() throws Exception {
		String recipe = ProxyProcess.recipe("## Apache", "apache");
		Echo echo = new Echo();
		try (WsServer server = Servers.start(ProxyRecipesTest.options(), echo);
				ProxyProcess proxy = ProxyProcess.apache(this.directory, recipe, server.port())) {
			ProxyRecipesTest.assertForwards(proxy, echo);
		}
	}

	@Test
	void apacheWithEncodedSlashes() throws Exception {
		String recipe = ProxyProcess.recipe("## Apache", "apache")
			.replace("upgrade=websocket", "upgrade=websocket nocanon\n    AllowEncodedSlashes NoDecode");
		Echo echo = new Echo();
		try (WsServer server = Servers.start(ProxyRecipesTest.options(), echo);
				ProxyProcess proxy = ProxyProcess.apache(this.directory, recipe, server.port())) {
			ProxyRecipesTest.assertForwardsEncodedSlashes(proxy, echo);
		}
	}

	@Test
	void apacheWithoutUpgrade() throws Exception {
		String recipe = ProxyProcess.recipe("## Apache", "apache").replace("upgrade=websocket", "");
		try (WsServer server = Servers.start(ProxyRecipesTest.options(), new Echo());
				ProxyProcess proxy = ProxyProcess.apache(this.directory, recipe, server.port());
				Peer peer = Peer.connectFrom("127.0.0.2", proxy.port).sends(ProxyRecipesTest.REQUEST)) {
			Peer.Response response = peer.receivesResponse();
			assertThat(response.status()).isEqualTo(426);
			assertThat(response.body()).contains("Apache: ProxyPass ... upgrade=websocket");
		}
	}

	@Test
	void caddy() throws Exception {
		String recipe = ProxyProcess.recipe("## Caddy", "caddy");
		Echo echo = new Echo();
		try (WsServer server = Servers.start(ProxyRecipesTest.options(), echo);
				ProxyProcess proxy = ProxyProcess.caddy(this.directory, recipe, server.port())) {
			ProxyRecipesTest.assertForwards(proxy, echo);
			ProxyRecipesTest.assertForwardsEncodedSlashes(proxy, echo);
		}
	}

}
