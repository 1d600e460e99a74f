/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Clients are authenticated by bearer tokens, and may connect to paths by rules.
 */
@ExtendWith(OutputCaptureExtension.class)
class WsSecurityTest {

	private static SecuredServer server;

	@BeforeAll
	static void start() {
		server = SecuredServer.of(Tokens.Decoder.class, Rules.class, Who.class, Parameters.class,
				PublicParameters.class, Admin.class, Write.class, Room.class, Denied.class, Other.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void tokenOfTheHeaderIsTheIdentityOfCalls() {
		try (WsTestClient ada = server.to("/who/x", Tokens.of("ada", "chat")).connect()) {
			ada.send("blocking").expectText("ada ada [SCOPE_chat]");
		}
	}

	@Test
	void handlersTakeTheIdentity() {
		try (WsTestClient ada = server.to("/parameters", Tokens.of("ada", "chat")).connect()) {
			ada.send("hello").expectText("ada ada ada ada ada true");
		}
		try (WsTestClient nobody = server.to("/public/parameters").connect()) {
			nobody.send("hello").expectText("null null null null Optional.empty false");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YWRhOmFkYQ==", "Bearer", "Bearer  ", "Bearer a b", "bearer !", "Bearer x.y.z" })
	void otherHeadersAuthenticateNobody(String header) {
		String challenge = server.to("/who/x")
			.header("Authorization", header)
			.expectRejection(401)
			.headers()
			.first("WWW-Authenticate");
		assertThat(challenge).startsWith("Bearer");
	}

	@Test
	void invalidTokensAreRejected() {
		for (String path : new String[] { "/who/x", "/public/parameters", "/denied" }) {
			for (String token : new String[] { Tokens.expired("ada"), Tokens.forged("ada"), "abc" }) {
				assertThat(server.to(path, token).expectRejection(401).headers().first("WWW-Authenticate"))
					.isEqualTo("Bearer error=\"invalid_token\"");
			}
		}
		assertThat(server.to("/who/x").expectRejection(401).headers().first("WWW-Authenticate")).isEqualTo("Bearer");
	}

	@ParameterizedTest
	@CsvSource({ "/who/x, '', 401", "/who/x, read, 0", "/admin, '', 401", "/admin, read, 403", "/admin, ROLE_ADMIN, 0",
			"/write, read, 403", "/write, write, 0", "/room/ada, read, 0", "/room/eve, read, 403", "/room/eve, '', 401",
			"/denied, ROLE_ADMIN, 403", "/denied, '', 401", "/public/parameters, '', 0", "/%61dmin, read, 403",
			"/other, ROLE_ADMIN, 403" })
	void rulesDecideByThePath(String path, String scope, int status) {
		var connector = scope.isEmpty() ? server.to(path) : server.to(path, Tokens.of("ada", scope));
		if (status == 0) {
			connector.connect().close();
		}
		else {
			connector.expectRejection(status);
		}
	}

	@Test
	void withoutAChainAllPathsNeedAnAuthenticatedClient(CapturedOutput output) {
		try (SecuredServer own = SecuredServer.of(Tokens.Decoder.class, Who.class)) {
			own.to("/who/x").expectRejection(401);
			try (WsTestClient ada = own.to("/who/x", Tokens.of("ada")).connect()) {
				ada.send("blocking").expectText("ada ada []");
			}
		}
		assertThat(output).contains("There is no WsSecurityChain bean", "'jwtDecoder'");
	}

	@Test
	void withoutADecoderNobodyMayConnect(CapturedOutput output) {
		try (SecuredServer own = SecuredServer.of(Who.class)) {
			own.to("/who/x").expectRejection(401);
			own.to("/who/x", Tokens.of("ada")).expectRejection(401);
		}
		assertThat(output).contains("nothing checks credentials");
	}

	@Test
	void disabledSecurityLetsEverybodyConnect() {
		try (SecuredServer own = SecuredServer.with(new String[] { "ws.security.enabled=false" }, Tokens.Decoder.class,
				Rules.class, Who.class)) {
			try (WsTestClient nobody = own.to("/who/x").connect()) {
				nobody.send("blocking").expectText("null null null");
			}
		}
	}

	@Test
	void opaqueTokensAreIntrospected() {
		try (SecuredServer own = SecuredServer.of(Introspector.class, Who.class)) {
			try (WsTestClient ada = own.to("/who/x", "opaque-ada").connect()) {
				ada.send("non-blocking").expectText("ada ada [SCOPE_chat]");
			}
			own.to("/who/x", "opaque-eve").expectRejection(401);
		}
	}

	@Test
	void managerOfTheApplicationIsAsked() {
		try (SecuredServer own = SecuredServer.of(Manager.class, Who.class)) {
			try (WsTestClient ada = own.to("/who/x", "ada").connect()) {
				ada.send("blocking").expectText("ada ada [user]");
			}
			own.to("/who/x", "eve").expectRejection(401);
		}
	}

	@Test
	void mistakesFailTheStart() {
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Incomplete.class, Who.class))
			.hasRootCauseMessage("WsSecurity has the rule path(/a) without a condition");
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Late.class, Who.class))
			.hasRootCauseMessage("WsSecurity has the rule path(/a) after anyPath(), which decides about all paths");
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Rules.class, Two.class, Who.class)).rootCause()
			.hasMessageContaining("There are several WsSecurityChain beans, 'chain' and 'second'");
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, TwoDecoders.class, Who.class)).rootCause()
			.hasMessageContaining("There are several beans of the type JwtDecoder, 'jwtDecoder' and 'otherDecoder'");
	}

	@Configuration(proxyBeanMethods = false)
	static class Rules {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.authentication((by) -> by.bearerHeader())
				.handshakes((paths) -> paths.path("/public/**")
					.permitAll()
					.path("/admin", "/admin/**")
					.hasAuthority("SCOPE_ROLE_ADMIN")
					.path("/write")
					.hasAnyAuthority("SCOPE_write", "SCOPE_all")
					.path("/room/{owner}")
					.access((who, handshake) -> new AuthorizationDecision(
							who.get().getName().equals(handshake.pathVariables().get("owner"))))
					.path("/who/*", "/parameters")
					.authenticated()
					.path("/denied")
					.denyAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Incomplete {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.handshakes((paths) -> paths.path("/a")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Late {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.handshakes((paths) -> paths.anyPath().authenticated().path("/a").permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		WsSecurityChain second(WsSecurity security) {
			return security.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDecoders {

		@Bean
		org.springframework.security.oauth2.jwt.JwtDecoder otherDecoder() {
			return new Tokens.Decoder().jwtDecoder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Introspector {

		@Bean
		OpaqueTokenIntrospector introspector() {
			return (token) -> {
				if (!token.equals("opaque-ada")) {
					throw new BadOpaqueTokenException("Provided token isn't active");
				}
				return new DefaultOAuth2AuthenticatedPrincipal("ada", Map.of("sub", "ada"),
						AuthorityUtils.createAuthorityList("SCOPE_chat"));
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Manager {

		@Bean
		AuthenticationManager manager() {
			return (credentials) -> {
				if (!"ada".equals(credentials.getCredentials())) {
					throw new BadCredentialsException("Not ada");
				}
				return UsernamePasswordAuthenticationToken.authenticated("ada", null,
						AuthorityUtils.createAuthorityList("user"));
			};
		}

	}

	@WsEndpoint("/who/{kind}")
	static class Who {

		@OnMessage
		String who(String text, WsSession session) {
			Authentication client = SecurityContextHolder.getContext().getAuthentication();
			Principal principal = session.principal();
			return ((principal != null) ? principal.getName() : null) + " "
					+ ((client != null) ? client.getName() + " " + Authorities.of(client) : "null null");
		}

	}

	static class Echo {

		@OnMessage
		@NonBlocking
		String echo(String text) {
			return text;
		}

	}

	@WsEndpoint("/admin")
	static class Admin extends Echo {

	}

	@WsEndpoint("/write")
	static class Write extends Echo {

	}

	@WsEndpoint("/room/{owner}")
	static class Room extends Echo {

	}

	@WsEndpoint("/denied")
	static class Denied extends Echo {

	}

	@WsEndpoint("/other")
	static class Other extends Echo {

	}

	@WsEndpoint("/parameters")
	static class Parameters {

		@OnMessage
		String parameters(String text, @Nullable Principal principal, @Nullable Authentication client,
				@AuthenticationPrincipal @Nullable Jwt jwt,
				@AuthenticationPrincipal(expression = "subject") @Nullable String subject,
				@CurrentSecurityContext(expression = "authentication") Optional<JwtAuthenticationToken> token,
				@CurrentSecurityContext SecurityContext context) {
			return ((principal != null) ? principal.getName() : null) + " "
					+ ((client != null) ? client.getName() : null) + " " + ((jwt != null) ? jwt.getSubject() : null)
					+ " " + subject + " " + token.map((each) -> (Object) each.getName()).orElse(token) + " "
					+ (context.getAuthentication() != null);
		}

	}

	@WsEndpoint("/public/parameters")
	static class PublicParameters extends Parameters {

	}

}
