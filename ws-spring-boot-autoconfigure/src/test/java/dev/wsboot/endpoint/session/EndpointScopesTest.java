/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.session;

import java.util.HashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.internal.scope.WebSocketScope;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.messaging.simp.SimpAttributes;
import org.springframework.messaging.simp.SimpAttributesContextHolder;
import org.springframework.messaging.simp.SimpSessionScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scopes of Spring's own, beside ours and for endpoints.
 */
class EndpointScopesTest {

	@Test
	void scopeOfStompSessionsIsSpringsOwn() {
		try (EndpointServer server = EndpointServer.of(StompScope.class, StompCounter.class, OwnCounter.class,
				Counting.class); WsTestClient client = server.connect("/counting")) {
			client.send("").expectText("1");
			client.send("").expectText("2");
			SimpAttributesContextHolder.setAttributes(new SimpAttributes("stomp-1", new HashMap<>()));
			assertThat(server.bean(StompCounter.class).next()).isEqualTo(1);
			assertThat(server.bean(StompCounter.class).next()).isEqualTo(2);
			SimpAttributesContextHolder.setAttributes(new SimpAttributes("stomp-2", new HashMap<>()));
			assertThat(server.bean(StompCounter.class).next()).isEqualTo(1);
			client.send("").expectText("3");
		}
		finally {
			SimpAttributesContextHolder.resetAttributes();
		}
	}

	@Test
	void scopeIsRegisteredOnlyIfBeanIsInIt() {
		try (EndpointServer server = EndpointServer.of(Echo.class)) {
			assertThat(server.context().getBeanFactory().getRegisteredScopeNames()).isEmpty();
		}
		try (EndpointServer server = EndpointServer.of(OwnCounter.class, Counting.class)) {
			assertThat(server.context().getBeanFactory().getRegisteredScopeNames())
				.containsExactly(WebSocketScope.NAME);
		}
	}

	@Test
	void endpointMayBeInRefreshScope() {
		try (EndpointServer server = EndpointServer.of(Refresh.class, Refreshed.class)) {
			try (WsTestClient client = server.connect("/refreshed")) {
				client.send("").expectText("1");
				client.send("").expectText("2");
				server.bean(RefreshScope.class).refreshAll();
				client.send("").expectText("1");
			}
		}
	}

	/** As Spring's configuration of a STOMP broker registers it. */
	@Configuration(proxyBeanMethods = false)
	static class StompScope {

		@Bean
		static CustomScopeConfigurer webSocketScopeConfigurer() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("websocket", new SimpSessionScope());
			return configurer;
		}

	}

	static class Counter {

		private final AtomicInteger count = new AtomicInteger();

		int next() {
			return this.count.incrementAndGet();
		}

	}

	@Scope(scopeName = "websocket", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class StompCounter extends Counter {

	}

	@WsScope
	static class OwnCounter extends Counter {

	}

	@WsEndpoint("/counting")
	static class Counting {

		private final OwnCounter counter;

		Counting(OwnCounter counter) {
			this.counter = counter;
		}

		@OnMessage
		String onMessage(String text) {
			return String.valueOf(this.counter.next());
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refresh {

		@Bean
		static RefreshScope refreshScope() {
			return new RefreshScope();
		}

	}

	@WsEndpoint("/refreshed")
	@org.springframework.cloud.context.config.annotation.RefreshScope
	static class Refreshed extends Counter {

		@OnMessage
		String onMessage(String text) {
			return String.valueOf(next());
		}

	}

}
