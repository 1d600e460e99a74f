/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.InvalidEndpointException;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints of one server with origins, limits and timeouts of their own, and a client.
 */
class EndpointOptionsOverSocketTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
		.withUserConfiguration(Plain.class, Patterns.class, Open.class)
		.withPropertyValues("ws.port=0");

	@ParameterizedTest
	@CsvSource({ "/plain, https://shop.example, 101", "/plain, http://localhost:3000, 403",
			"/plain, https://a.example.com:8081, 403", "/patterns, https://shop.example, 403",
			"/patterns, http://localhost:3000, 101", "/patterns, https://a.example.com:8081, 101",
			"/patterns, https://a.example.com:8082, 403", "/patterns, https://partner.example, 101",
			"/patterns, https://evil-partner.example, 403", "/patterns, null, 403", "/open, https://evil.example, 101",
			"/open, null, 101", "/nowhere, https://shop.example, 404", "/nowhere, https://evil.example, 403" })
	void originsOfTheEndpointReplaceThoseOfTheServer(String path, String origin, int status) {
		this.runner
			.withPropertyValues("ws.allowed-origins=https://shop.example",
					"partners=https://partner.example,https://*.example.com:[8080,8081]")
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				answers(to(server, path).header("Origin", origin), status);
				assertThat(server.counters().rejected().get(RejectReason.ORIGIN)).isEqualTo((status == 403) ? 1 : 0);
			});
	}

	@Test
	void portsOfAPatternMayStandInAProperty() {
		this.runner
			.withPropertyValues("partners=", "ws.allowed-origins=https://*.example.com:[8080,8081], https://b.example")
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				answers(to(server, "/plain").header("Origin", "https://a.example.com:8081"), 101);
				answers(to(server, "/plain").header("Origin", "https://b.example"), 101);
				answers(to(server, "/plain").header("Origin", "https://a.example.com"), 403);
			});
	}

	@Test
	void interceptorsAreNotAskedAboutOtherOrigins() {
		AtomicInteger asked = new AtomicInteger();
		this.runner.withPropertyValues("partners=").withBean(WsHandshakeInterceptor.class, () -> (handshake) -> {
			asked.incrementAndGet();
			return HandshakeDecision.reject(418);
		}).run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			answers(to(server, "/patterns").header("Origin", "https://evil.example"), 403);
			assertThat(asked).hasValue(0);
			answers(to(server, "/patterns").header("Origin", "http://localhost:1"), 418);
			assertThat(asked).hasValue(1);
		});
	}

	@Test
	void thePolicyOfTheApplicationDecidesInstead() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
			.withUserConfiguration(Plain.class, OwnPolicy.class)
			.withPropertyValues("ws.port=0", "ws.allowed-origins=https://shop.example")
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				answers(to(server, "/plain").header("Origin", "https://shop.example"), 403);
				answers(to(server, "/plain").header("Origin", "charging station 7"), 101);
				answers(to(server, "/plain"), 101);
			});
	}

	@Test
	void originPolicyOfTheApplicationLeavesNoThreadLocalsOnTheLoop() {
		Queue<Boolean> clean = new ConcurrentLinkedQueue<>();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
			.withUserConfiguration(Plain.class)
			.withBean(WsOriginPolicy.class, () -> (origin, request) -> {
				clean.add(LocaleContextHolder.getLocaleContext() == null);
				LocaleContextHolder.setLocale(Locale.FRENCH);
				return true;
			})
			.withPropertyValues("ws.port=0", "ws.event-loops=1")
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				answers(to(server, "/plain").header("Origin", "https://a.example"), 101);
				answers(to(server, "/plain").header("Origin", "https://b.example"), 101);
				assertThat(clean).containsExactly(true, true);
			});
	}

	@Test
	void aPolicyBesideTheOriginsOfAnEndpointIsAMistake() {
		this.runner.withUserConfiguration(OwnPolicy.class)
			.withPropertyValues("partners=")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidEndpointException.class, (ex) -> new Mistake(ex)
					.says("has allowedOrigins, but the WsOriginPolicy bean 'originPolicy' decides about all origins")
					.cure("Remove allowedOrigins")));
	}

	@Test
	void anActionWithoutARateIsAMistake() {
		this.runner.withUserConfiguration(RateAction.class)
			.withPropertyValues("partners=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidEndpointException.class,
						(ex) -> new Mistake(ex).says("has the rateLimitAction CLOSE, but no rate is limited")
							.cure("rateLimitMessages")));
	}

	@Test
	void anEndpointTakesLargerMessagesThanTheServer() {
		this.runner.withPropertyValues("partners=", "ws.max-message-size=1KB", "open.size=64KB").run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			String large = "x".repeat(64 * 1024);
			try (WsTestClient client = to(server, "/open").connect()) {
				client.send(large).expectText(large);
			}
			try (WsTestClient client = to(server, "/plain").connect()) {
				client.send("x".repeat(1025)).expectClose(1009);
			}
		});
	}

	@Test
	void anEndpointClosesIdleSessions() {
		this.runner.withPropertyValues("partners=", "open.idle=100ms").run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			try (WsTestClient plain = to(server, "/plain").connect();
					WsTestClient idle = to(server, "/open").connect()) {
				idle.expectClose(1001);
				plain.send("still here").expectText("still here");
			}
		});
	}

	@Test
	void pingsCanBeSwitchedOffForAll() {
		this.runner.withPropertyValues("partners=", "ws.keep-alive.ping-interval=0").run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			try (WsTestClient client = to(server, "/plain").connect()) {
				client.send("a").expectText("a");
			}
			assertThat(server.options().session().keepAlive().pingInterval()).isZero();
		});
	}

	private static void answers(WsTestConnector connector, int status) {
		if (status == 101) {
			connector.connect().close();
		}
		else {
			connector.expectRejection(status);
		}
	}

	private static WsTestConnector to(WsServer server, String path) {
		return WsTestClient.to("ws://localhost:" + server.port() + path);
	}

	@WsEndpoint("/plain")
	static class Plain extends Handler {

	}

	@WsEndpoint(path = "/patterns", allowedOrigins = { "http://localhost:*", "${partners}" })
	static class Patterns extends Handler {

	}

	@WsEndpoint(path = "/open", allowedOrigins = "*", maxMessageSize = "${open.size:}", idleTimeout = "${open.idle:}")
	static class Open extends Handler {

	}

	@WsEndpoint(path = "/rate", rateLimitAction = RateLimit.Action.CLOSE)
	static class RateAction extends Handler {

	}

	static class Handler {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPolicy {

		@Bean
		WsOriginPolicy originPolicy() {
			return (origin, request) -> request.path().equals("/plain") && origin.startsWith("charging station ");
		}

	}

}
