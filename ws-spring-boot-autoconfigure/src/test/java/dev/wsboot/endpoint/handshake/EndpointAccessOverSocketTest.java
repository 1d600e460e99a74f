/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations of method security on the class of an endpoint are asked at the handshake.
 */
class EndpointAccessOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Security.class, Login.class, Admin.class, OnLoop.class, OfSession.class,
				OfSecured.class, OfRoles.class, Meta.class, Everybody.class, Nobody.class, Open.class, Interfaced.class,
				PostOnly.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "/loop", "/scoped", "/secured", "/roles", "/meta", "/interfaced" })
	void annotationOfTheClassIsAskedAtTheHandshake(String path) {
		assertThat(WsTestClient.to(server.uri(path)).expectRejection(401).headers().first("WWW-Authenticate"))
			.isEqualTo("Bearer");
		WsTestClient.to(server.uri(path + "?anonymous")).expectRejection(401);
		WsTestClient.to(server.uri(path + "?GUEST")).expectRejection(403);
		try (WsTestClient client = server.connect(path + "?ADMIN")) {
			client.send("hello").expectText("hello");
		}
		try (WsTestClient client = server.connect(path + "?principal=ADMIN")) {
			client.send("hello").expectText("hello");
		}
	}

	@Test
	void refusalIsCountedAsForbidden() {
		long before = forbidden();
		WsTestClient.to(server.uri("/admin")).expectRejection(401);
		WsTestClient.to(server.uri("/admin?GUEST")).expectRejection(403);
		assertThat(forbidden()).isEqualTo(before + 2);
	}

	private static long forbidden() {
		return server.bean(WsServerLifecycle.class).server().counters().rejected().get(RejectReason.FORBIDDEN);
	}

	@Test
	void deniedCallsAreMistakesOfTheClient() {
		try (EndpointServer own = EndpointServer.of(Security.class, Login.class, Vault.class, VaultOverRpc.class)) {
			try (WsTestClient guest = own.connect("/vault?GUEST")) {
				guest.send("open");
				assertThat(guest.expectClose(1008).reason()).isEqualTo("Forbidden");
			}
			try (WsTestClient nobody = own.connect("/vault")) {
				nobody.send("open");
				assertThat(nobody.expectClose(1008).reason()).isEqualTo("Authentication required");
			}
			try (WsTestClient guest = own.connect("/vault-rpc?GUEST")) {
				guest.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"open\"}");
				assertThat(guest.expectText()).contains("-32003", "Forbidden");
			}
			try (WsTestClient nobody = own.connect("/vault-rpc")) {
				nobody.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"open\"}");
				assertThat(nobody.expectText()).contains("-32001", "Unauthenticated");
			}
			WsEndpoints endpoints = own.bean(WsEndpoints.class);
			for (String path : List.of("/vault", "/vault-rpc")) {
				assertThat(endpoints.clientErrors(path, ClientError.FORBIDDEN)).isEqualTo(1);
				assertThat(endpoints.clientErrors(path, ClientError.UNAUTHENTICATED)).isEqualTo(1);
				assertThat(endpoints.handlerErrors(path)).isZero();
			}
		}
	}

	@WsEndpoint("/vault")
	static class Vault {

		@OnMessage
		@PreAuthorize("hasRole('ADMIN')")
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint(path = "/vault-rpc", protocol = MessageProtocol.JSON_RPC)
	static class VaultOverRpc {

		@OnMessage("open")
		@PreAuthorize("hasRole('ADMIN')")
		String open() {
			return "open";
		}

	}

	@Test
	void annotationsThatAllowAllClientsOrNone() {
		for (String path : List.of("/everybody", "/open", "/post")) {
			try (WsTestClient client = server.connect(path)) {
				client.send("hello").expectText("hello");
			}
		}
		WsTestClient.to(server.uri("/nobody")).expectRejection(401);
		WsTestClient.to(server.uri("/nobody?ADMIN")).expectRejection(403);
	}

	@Test
	void annotationWithoutEffectFailsTheStart() {
		Mistake.of(Admin.class)
			.says("is annotated with @PreAuthorize, which has no effect, since method security is not enabled.")
			.cure("Add @EnableMethodSecurity to a configuration");
		Mistake.of(PrePostOnly.class, OfSecured.class)
			.says("is annotated with @Secured, which has no effect")
			.cure("@EnableMethodSecurity(securedEnabled = true)");
		Mistake.of(OfMethod.class).says("Method 'onMessage(String)' of bean", "is annotated with @PreAuthorize");
	}

	@Test
	void annotationOfTheClassThatAppliesToNoMethodFailsTheStart() {
		Mistake.of(Security.class, AllAnnotated.class)
			.says("but all of its methods have such annotations themselves")
			.cure("Add a method without such an annotation");
	}

	@Test
	void eachOfSeveralAnnotationsIsAskedForOrFailsTheStart() {
		Mistake.of(PrePostOnly.class, OfBoth.class).says("is annotated with @Secured, which has no effect");
		Mistake.of(PrePostOnly.class, OfClassAndMethod.class)
			.says("Method 'onMessage(String)' of bean", "is annotated with @RolesAllowed, which has no effect");
		try (EndpointServer own = EndpointServer.of(Security.class, Login.class, OfBoth.class,
				OfClassAndMethod.class)) {
			WsTestClient.to(own.uri("/both?GUEST")).expectRejection(403);
			try (WsTestClient client = own.connect("/both?ADMIN")) {
				client.send("hello").expectText("hello");
			}
			try (WsTestClient client = own.connect("/class-and-method?GUEST")) {
				client.send("hello").expectClose(1008);
			}
		}
	}

	@WsEndpoint("/both")
	@PreAuthorize("isAuthenticated()")
	@Secured("ROLE_ADMIN")
	static class OfBoth {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/class-and-method")
	@PreAuthorize("isAuthenticated()")
	static class OfClassAndMethod {

		@OnOpen
		void onOpen() {
		}

		@RolesAllowed("ADMIN")
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Test
	void annotationOfTheClassDoesNotHoldForMethodsOfItsSuperclass() {
		// Spring Security asks for nothing when such a method is called
		Mistake.of(Security.class, OnlyInherits.class)
			.says("is annotated with @PreAuthorize, but all of its methods are inherited from a class without it")
			.cure("Add a method without such an annotation to the class");
		try (EndpointServer own = EndpointServer.of(Security.class, Login.class, Inherits.class, Implements.class)) {
			for (String path : List.of("/inherits", "/implements")) {
				WsTestClient.to(own.uri(path)).expectRejection(401);
				WsTestClient.to(own.uri(path + "?GUEST")).expectRejection(403);
				try (WsTestClient client = own.connect(path + "?ADMIN")) {
					client.send("hello").expectText("hello");
				}
			}
		}
	}

	static class Plain {

		@OnMessage
		public String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/only-inherits")
	@PreAuthorize("hasRole('ADMIN')")
	static class OnlyInherits extends Plain {

	}

	@WsEndpoint("/inherits")
	@PreAuthorize("hasRole('ADMIN')")
	static class Inherits extends Plain {

		@OnOpen
		public void onOpen() {
		}

	}

	@PreAuthorize("hasRole('ADMIN')")
	interface ForAdmins {

	}

	@WsEndpoint("/implements")
	static class Implements extends Plain implements ForAdmins {

		@OnOpen
		public void onOpen() {
		}

	}

	@WsEndpoint("/all")
	@PreAuthorize("hasRole('ADMIN')")
	static class AllAnnotated {

		@PreAuthorize("permitAll()")
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(securedEnabled = true, jsr250Enabled = true)
	static class Security {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class PrePostOnly {

	}

	@Configuration(proxyBeanMethods = false)
	static class Login {

		@Bean
		WsHandshakeInterceptor login() {
			return (handshake) -> {
				String who = handshake.request().query();
				if (who == null) {
					return null;
				}
				if (who.startsWith("principal=")) {
					handshake.principal(user(who.substring("principal=".length())));
				}
				else if (who.equals("anonymous")) {
					bind(new AnonymousAuthenticationToken("key", "anonymous",
							AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
				}
				else {
					bind(user(who));
				}
				return null;
			};
		}

		private static Authentication user(String role) {
			return new TestingAuthenticationToken(role, "", "ROLE_" + role);
		}

		private static void bind(Authentication authentication) {
			SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
		}

	}

	@WsEndpoint("/admin")
	@PreAuthorize("hasRole('ADMIN')")
	static class Admin {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/loop")
	@PreAuthorize("hasRole('ADMIN')")
	static class OnLoop {

		@NonBlocking
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/scoped")
	@WsScope
	@PreAuthorize("hasRole('ADMIN')")
	static class OfSession {

		@OnOpen
		void onOpen() {
		}

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/secured")
	@Secured("ROLE_ADMIN")
	static class OfSecured {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/roles")
	@RolesAllowed("ADMIN")
	static class OfRoles {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@PreAuthorize("hasRole('ADMIN')")
	@interface AdminsOnly {

	}

	@WsEndpoint("/meta")
	@AdminsOnly
	static class Meta {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	interface Talk {

		@OnMessage
		String onMessage(String text);

	}

	/** Method security stands in a proxy of the interface. */
	@WsEndpoint("/interfaced")
	@PreAuthorize("hasRole('ADMIN')")
	static class Interfaced implements Talk {

		@Override
		public String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/everybody")
	@PermitAll
	static class Everybody {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/nobody")
	@DenyAll
	static class Nobody {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/open")
	static class Open {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/post")
	static class PostOnly {

		@PostAuthorize("permitAll()")
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/method")
	static class OfMethod {

		@PreAuthorize("hasRole('ADMIN')")
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
