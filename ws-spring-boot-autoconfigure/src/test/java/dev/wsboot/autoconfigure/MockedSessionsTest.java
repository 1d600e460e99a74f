/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * A test that replaces the sessions bean, while the server runs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class MockedSessionsTest {

	@MockitoBean
	private WsSessions sessions;

	@Autowired
	private Audience audience;

	@LocalWsPort
	private int port;

	@Test
	void sessionsBeanMayBeMocked() {
		given(this.sessions.count()).willReturn(42);
		assertThat(this.audience.size()).isEqualTo(42);
		try (WsTestClient client = WsTestClient.connect("ws://localhost:" + this.port + "/audience")) {
			client.send("how many?").expectText("42");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsAutoConfiguration.class)
	@Import(Audience.class)
	static class App {

	}

	@WsEndpoint("/audience")
	static class Audience {

		private final WsSessions sessions;

		Audience(WsSessions sessions) {
			this.sessions = sessions;
		}

		int size() {
			return this.sessions.count();
		}

		@OnMessage
		String onMessage(String text) {
			return String.valueOf(size());
		}

	}

}
