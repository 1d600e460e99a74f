/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.test.WsTestClient;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The values that an interceptor of the handshake binds to its thread are bound in the
 * session's calls.
 */
class ContextPropagationOverSocketTest {

	@Test
	void whatTheHandshakeHasBoundIsThereInEachCall() {
		try (EndpointServer server = EndpointServer.of(Users.class, Binds.class, Asks.class, Sees.class)) {
			try (WsTestClient ann = server.connect("/users?ann"); WsTestClient bob = server.connect("/users?bob")) {
				ann.expectText("open ann");
				bob.expectText("open bob");
				ann.send("set").expectText("was ann").send("get").expectText("was ann");
				bob.send("get").expectText("was bob");
				ann.sendBinary((byte) 1);
				assertThat(ann.expectBinary()).isEqualTo("ann".getBytes(java.nio.charset.StandardCharsets.UTF_8));
				bob.sendBinary((byte) 1);
				assertThat(bob.expectBinary()).isEqualTo("bob".getBytes(java.nio.charset.StandardCharsets.UTF_8));
			}
			// what one handshake binds is not there in another, on a pool neither
			assertThat(server.bean(Binds.class).before).isNull();
			assertThat(server.bean(Sees.class).user).isEqualTo("bob");
		}
	}

	@Test
	void noContextIsPropagatedWithoutTheLibrary() {
		FilteredClassLoader without = new FilteredClassLoader("io.micrometer.context");
		try (EndpointServer server = EndpointServer.in(without, Users.class, Asks.class)) {
			try (WsTestClient client = server.connect("/users?ann")) {
				client.expectText("open null");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Binds {

		volatile String before;

		@Bean
		ContextSnapshotFactory contextSnapshotFactory() {
			ContextRegistry registry = new ContextRegistry();
			registry.registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("user"));
			return ContextSnapshotFactory.builder().contextRegistry(registry).clearMissing(true).build();
		}

		@Bean
		@Order(1)
		WsHandshakeInterceptor binding() {
			return (handshake) -> {
				this.before = MDC.get("user");
				MDC.put("user", handshake.request().query());
				return null;
			};
		}

	}

	@Order(2)
	static class Asks implements WsAsyncHandshakeInterceptor {

		@Override
		public java.util.concurrent.CompletionStage<HandshakeDecision.Reject> interceptLater(WsHandshake handshake) {
			return java.util.concurrent.CompletableFuture.supplyAsync(() -> null);
		}

	}

	@Order(3)
	static class Sees implements WsHandshakeInterceptor {

		volatile String user;

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			this.user = MDC.get("user");
			return null;
		}

	}

	@WsEndpoint("/users")
	static class Users {

		@OnOpen
		String onOpen() {
			return "open " + MDC.get("user");
		}

		@OnMessage
		String onMessage(String what) {
			String user = MDC.get("user");
			if (what.equals("set")) {
				MDC.put("user", "other");
			}
			return "was " + user;
		}

		@NonBlocking
		@OnMessage
		byte[] onLoop(byte[] message) {
			return MDC.get("user").getBytes(java.nio.charset.StandardCharsets.UTF_8);
		}

	}

}
