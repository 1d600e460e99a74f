/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.security.Principal;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.RawConnection;
import dev.wsboot.test.WsHttpResponse;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters of the application before handshakes: Spring Security and forwarding headers.
 */
class MountedFiltersTest {

	private static MountedApplication application;

	@BeforeAll
	static void start() {
		application = MountedApplication.startWith(new SpringApplicationBuilder(Application.class),
				"server.forward-headers-strategy=framework");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes());
	}

	@Test
	void principalOfTheFilterChainIsThatOfTheSession() {
		try (WsTestClient client = WsTestClient.to(application.uri("/who"))
			.header("Authorization", basic("ada"))
			.connect()) {
			client.send("").expectText("ada, authenticated as ada");
		}
	}

	@Test
	void filterChainRejectsStrangers() {
		try (RawConnection raw = application.raw()) {
			WsHttpResponse response = raw.send(MountedTest.REQUEST.formatted("/who", application.port()))
				.expectResponse(401);
			assertThat(response.headers().first("WWW-Authenticate")).startsWith("Basic");
		}
		try (RawConnection raw = application.raw()) {
			raw.send(authorized("/who", "Authorization: " + basic("bob"))).expectResponse(401);
		}
	}

	@Test
	void loginDoesNotCountIfAllOriginsAreAllowed() {
		try (MountedApplication open = MountedApplication.startWith(new SpringApplicationBuilder(Application.class),
				"ws.allowed-origins=*"); RawConnection raw = open.raw()) {
			String request = MountedTest.REQUEST.formatted("/who", open.port());
			raw.send(request.replace("Upgrade: websocket",
					"Origin: https://other.example\r\nAuthorization: " + basic("ada") + "\r\nUpgrade: websocket"))
				.expectResponse(401);
		}
	}

	@Test
	void filterAddsHeadersToTheResponse() {
		try (RawConnection raw = application.raw()) {
			WsHttpResponse response = raw.send(authorized("/who", "X-Ignored: 1")).expectResponse(101);
			assertThat(response.headers().first("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(response.headers().all("Upgrade")).containsExactly("websocket");
			assertThat(response.headers().all("Connection")).containsExactly("Upgrade");
		}
	}

	@Test
	void forwardedClientIsThatOfTheSession() {
		try (WsTestClient client = WsTestClient.to(application.uri("/client"))
			.header("Authorization", basic("ada"))
			.header("X-Forwarded-For", "192.0.2.7")
			.header("X-Forwarded-Proto", "https")
			.header("X-Forwarded-Host", "chat.example.com")
			.header("Origin", "https://chat.example.com")
			.connect()) {
			client.send("").expectText("192.0.2.7 true chat.example.com");
		}
	}

	@Test
	void forwardedNameIsNotLookedUp() {
		try (WsTestClient client = WsTestClient.to(application.uri("/client"))
			.header("Authorization", basic("ada"))
			.header("X-Forwarded-For", "host.invalid")
			.connect()) {
			client.send("").expectText("127.0.0.1 false localhost:" + application.port());
		}
	}

	@Test
	void originOfAnotherSiteIsRejected() {
		try (RawConnection raw = application.raw()) {
			raw.send(authorized("/client", "Origin: https://evil.example")).expectResponse(403);
		}
	}

	@Test
	void interceptorThatDecidesLaterIsWaitedFor() {
		try (WsTestClient client = WsTestClient.to(application.uri("/later?name=yes"))
			.header("Authorization", basic("ada"))
			.connect()) {
			client.send("a").expectText("a");
		}
		try (RawConnection raw = application.raw()) {
			raw.send(authorized("/later", "X-Ignored: 1")).expectResponse(418);
		}
	}

	@Test
	void requestsThatAreNoHandshakesAreExplained() {
		try (RawConnection raw = application.raw()) {
			WsHttpResponse response = raw.send(authorized("/who", "X-Ignored: 1").replace("Version: 13", "Version: 12"))
				.expectResponse(426);
			assertThat(response.headers().first("Sec-WebSocket-Version")).isEqualTo("13");
			assertThat(response.headers().first("Connection")).contains("Upgrade");
			assertThat(response.body()).contains("version 13");
		}
		try (RawConnection raw = application.raw()) {
			raw.send(authorized("/who", "X-Ignored: 1").replace("Upgrade: websocket\r\n", "")).expectResponse(426);
		}
	}

	private static String authorized(String path, String header) {
		String request = MountedTest.REQUEST.formatted(path, application.port());
		String authorization = header.startsWith("Authorization") ? "" : "Authorization: " + basic("ada") + "\r\n";
		return request.replace("Upgrade: websocket\r\n", "Upgrade: websocket\r\n" + authorization + header + "\r\n");
	}

	/** An application with Spring Security and a filter for forwarding headers. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}secret").build());
		}

		@Bean
		Later laterInterceptor() {
			return new Later();
		}

		@WsEndpoint("/who")
		static class Who {

			@OnMessage
			String who(String text, Principal principal) {
				return principal.getName() + ", authenticated as "
						+ SecurityContextHolder.getContext().getAuthentication().getName();
			}

		}

		@WsEndpoint("/client")
		static class Client {

			@OnMessage
			String describe(String text, WsSession session) {
				return session.remoteAddress().getAddress().getHostAddress() + " " + session.handshakeRequest().secure()
						+ " " + session.handshakeRequest().host();
			}

		}

		@WsEndpoint("/later")
		static class LaterEndpoint {

			@OnMessage
			String echo(String text) {
				return text;
			}

		}

	}

	/** Decides on another thread. */
	static class Later implements WsAsyncHandshakeInterceptor {

		@Override
		public CompletionStage<HandshakeDecision.@Nullable Reject> interceptLater(WsHandshake handshake) {
			boolean accepted = !handshake.endpoint().equals("/later")
					|| handshake.request().queryParameters().containsKey("name");
			return CompletableFuture.supplyAsync(() -> accepted ? null : HandshakeDecision.reject(418));
		}

	}

}
