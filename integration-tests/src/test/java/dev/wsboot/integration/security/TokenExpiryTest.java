/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A session ends with the token of its client, unless it is renewed. Decoders accept a
 * token for a minute after it has expired, so that such a session expires at once.
 */
class TokenExpiryTest {

	private static String justExpired() {
		return Tokens.expiring("ada", Instant.now().minusSeconds(10));
	}

	@Test
	void sessionIsClosedWhenItsTokenExpires() {
		try (SecuredServer server = SecuredServer.of(Tokens.Decoder.class, Who.class)) {
			try (WsTestClient ada = server.to("/who", justExpired()).connect();
					WsTestClient bob = server.to("/who", Tokens.of("bob")).connect()) {
				assertThat(ada.expectClose(3000).reason()).isEqualTo("Expired");
				bob.send("hello").expectText("bob");
			}
		}
	}

	@Test
	void statusOfExpiredSessionsIsThatOfTheChain() {
		try (SecuredServer server = SecuredServer.of(Tokens.Decoder.class, Status.class, Who.class)) {
			try (WsTestClient ada = server.to("/who", justExpired()).connect()) {
				ada.expectClose(4001);
			}
		}
	}

	@Test
	void sessionIsRenewedWithinTheGracePeriod() {
		try (SecuredServer server = SecuredServer.of(Tokens.Decoder.class, Grace.class, Who.class)) {
			WsSecurityChain chain = server.bean(WsSecurityChain.class);
			try (WsTestClient ada = server.to("/who", justExpired()).connect()) {
				ada.send("hello").expectText("ada");
				WsSession session = server.bean(WsSessions.class).all().iterator().next();
				Principal before = session.principal();
				assertThat(session.expiresAt()).isBefore(Instant.now().plus(Duration.ofHours(1)));
				assertThat(chain.renew(session, Tokens.of("ada", "chat"))).isTrue();
				assertThat(session.principal()).isNotEqualTo(before);
				assertThat(session.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(90)));
				ada.send("authorities").expectText("[SCOPE_chat]");
				assertThatIllegalArgumentException().isThrownBy(() -> chain.renew(session, Tokens.of("eve")));
				assertThatExceptionOfType(AuthenticationException.class)
					.isThrownBy(() -> chain.renew(session, Tokens.forged("ada")));
				ada.send("authorities").expectText("[SCOPE_chat]");
			}
		}
	}

	@Test
	void clientOfJsonRpcRenewsItsOwnSession() {
		try (SecuredServer server = SecuredServer.of(Tokens.Decoder.class, Grace.class, Rpc.class)) {
			try (WsTestClient ada = server.to("/rpc", justExpired()).connect()) {
				ada.send(authenticate(Tokens.of("ada", "chat")));
				// waits until the identity is renewed
				ada.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"authorities\"}");
				assertThat(ada.expectText()).contains("\"expiresAt\":\"20", "\"id\":1");
				assertThat(ada.expectText()).contains("[SCOPE_chat]");
				for (String token : new String[] { Tokens.of("eve"), Tokens.forged("ada"), "not a token" }) {
					ada.send(authenticate(token));
					assertThat(ada.expectText()).contains("-32001").doesNotContain(token);
				}
				ada.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.authenticate\",\"params\":[1]}");
				assertThat(ada.expectText()).contains("-32602");
				ada.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"authorities\"}");
				assertThat(ada.expectText()).contains("[SCOPE_chat]");
			}
		}
	}

	private static String authenticate(String token) {
		return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.authenticate\",\"params\":{\"token\":\"" + token
				+ "\"}}";
	}

	@Test
	void mistakesFailTheStart() {
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Unsendable.class, Who.class)).rootCause()
			.hasMessage("WsSecurity closes expired sessions with 1006, which must not be sent");
	}

	@Configuration(proxyBeanMethods = false)
	static class Status {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.expiry((expiry) -> expiry.status(CloseStatus.of(4001))).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Grace {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.expiry((expiry) -> expiry.grace(Duration.ofHours(1))).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unsendable {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.expiry((expiry) -> expiry.status(CloseStatus.ABNORMAL)).build();
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage("authorities")
		String authorities() {
			return Authorities.of(SecurityContextHolder.getContext().getAuthentication()).toString();
		}

	}

	@WsEndpoint("/who")
	static class Who {

		@OnMessage
		String who(String text) {
			var client = SecurityContextHolder.getContext().getAuthentication();
			return text.equals("authorities") ? Authorities.of(client).toString() : client.getName();
		}

	}

}
