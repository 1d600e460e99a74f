/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WsTestServerTest {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	private final WsTestServer server = new WsTestServer(this.beans, this.environment);

	@Test
	void namesTheLocalPort() {
		this.environment.setProperty("local.ws.port", "4711");
		assertThat(this.server.port()).isEqualTo(4711);
		assertThat(this.server.uri("/echo?a=b")).isEqualTo("ws://localhost:4711/echo?a=b");
	}

	@Test
	void speaksTlsWhereTheServerDoes() {
		this.environment.withProperty("local.ws.port", "4711").withProperty("ws.ssl.bundle", "server");
		assertThat(this.server.uri("/echo")).isEqualTo("wss://localhost:4711/echo");
	}

	@Test
	void saysThatNoServerHasStarted() {
		assertThatIllegalStateException().isThrownBy(() -> this.server.connect("/echo"))
			.withMessageStartingWith("No WebSocket server has started");
	}

	@Test
	void clientsHaveTheMapperOfTheApplication() throws Exception {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.build();
		this.beans.registerSingleton("mapper", mapper);
		try (ScriptedServer scripted = ScriptedServer.sending(0x81, 10, '{', '"', 'N', 'a', 'm', 'e', '"', ':', '7',
				'}')) {
			this.environment.setProperty("local.ws.port", scripted.uri().replaceAll("\\D+(\\d+).*", "$1"));
			try (WsTestClient client = this.server.connect("/")) {
				assertThat(client.expectJson(Named.class)).isEqualTo(new Named(7));
			}
		}
	}

	record Named(int name) {
	}

}
