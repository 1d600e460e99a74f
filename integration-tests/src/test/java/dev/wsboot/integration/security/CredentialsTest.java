/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import dev.wsboot.security.WsTickets;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
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
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each way to authenticate, with credentials that are accepted, bad, expired and absent.
 */
@ExtendWith(OutputCaptureExtension.class)
class CredentialsTest {

	private static final String ORIGIN = "http://page.example";

	private static final String[] LOGGING = { "ws.allowed-origins=" + ORIGIN, "logging.level.dev.wsboot=trace",
			"logging.level.org.springframework.security=trace", "ws.log.traffic=true" };

	private static SecuredServer server;

	@BeforeAll
	static void start() {
		server = SecuredServer.with(LOGGING, Tokens.Decoder.class, Ways.class, Who.class, Plain.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "header", "subprotocol", "query", "ticket", "cookie", "raw-cookie" })
	void validCredentialsAreAccepted(String way) {
		try (WsTestClient ada = connector(way, "valid").connect()) {
			ada.send("hello").expectText("ada");
		}
	}

	@ParameterizedTest
	@CsvSource({ "header, bad", "header, expired", "header, absent", "subprotocol, bad", "subprotocol, expired",
			"subprotocol, absent", "query, bad", "query, expired", "query, absent", "ticket, bad", "ticket, expired",
			"ticket, absent", "cookie, bad", "cookie, expired", "cookie, absent", "raw-cookie, bad",
			"raw-cookie, anonymous" })
	void otherCredentialsAreRejected(String way, String kind) {
		connector(way, kind).expectRejection(401);
	}

	/** Origin x kind of credentials. */
	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "header, none, 0", "header, http://page.example, 0", "header, http://evil.example, 403",
					"ticket, none, 0", "ticket, http://page.example, 0", "ticket, http://evil.example, 403",
					"subprotocol, none, 0", "subprotocol, http://evil.example, 403", "query, none, 0",
					"query, http://evil.example, 403", "cookie, none, 401", "cookie, http://page.example, 0",
					"cookie, http://evil.example, 403", "cookie, null, 403", "raw-cookie, none, 401" })
	void ambientCredentialsNeedAnAllowedOrigin(String way, String origin, int status) {
		WsTestConnector connector = withoutOrigin(way, "valid");
		if (origin != null) {
			connector.header("Origin", origin);
		}
		if (status == 0) {
			connector.connect().close();
		}
		else {
			connector.expectRejection(status);
		}
	}

	@Test
	void subprotocolWithTheTokenIsNeverChosen() {
		String token = "bearer." + Tokens.of("ada");
		try (WsTestClient ada = server.to("/who").subprotocols(token, "chat.v2").connect()) {
			assertThat(ada.subprotocol()).isEqualTo("chat.v2");
		}
		try (WsTestClient ada = server.to("/plain").subprotocols(token).connect()) {
			assertThat(ada.subprotocol()).isNull();
		}
		server.to("/who").subprotocols(token, "bearer." + Tokens.of("eve")).expectRejection(401);
	}

	@Test
	void ticketIsUsedOnceUnderRaces() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 20; round++) {
				String ticket = server.bean(WsTickets.class).issue(ada(), Duration.ofMinutes(1));
				AtomicInteger accepted = new AtomicInteger();
				CountDownLatch done = new CountDownLatch(4);
				for (int i = 0; i < 4; i++) {
					threads.execute(() -> {
						try {
							server.to("/who?ticket=" + ticket).connect().close();
							accepted.incrementAndGet();
						}
						catch (AssertionError ex) {
							// another one was first
						}
						finally {
							done.countDown();
						}
					});
				}
				done.await();
				assertThat(accepted).hasValue(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void ticketsAreForAuthenticatedClients() {
		WsTickets tickets = server.bean(WsTickets.class);
		assertThatIllegalArgumentException().isThrownBy(() -> tickets
			.issue(UsernamePasswordAuthenticationToken.unauthenticated("ada", "x"), Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> tickets.issue(ada(), Duration.ZERO));
	}

	@Test
	void credentialsAreInNoLog(CapturedOutput output) {
		String[] tokens = { Tokens.of("ada"), Tokens.forged("ada"), Tokens.expired("ada"), "a.malformed.token-of-ada" };
		// another application has set the levels of the log since the first server
		try (SecuredServer own = SecuredServer.with(LOGGING, Tokens.Decoder.class, Ways.class, Who.class)) {
			for (String token : tokens) {
				for (WsTestConnector connector : new WsTestConnector[] { own.to("/who", token),
						own.to("/who").subprotocols("bearer." + token, "chat.v2"), own.to("/who?access_token=" + token),
						own.to("/who?ticket=" + token),
						own.to("/who").header("Cookie", "SESSION=" + token).header("Origin", ORIGIN) }) {
					try (WsTestClient client = connector.connect()) {
						client.send("hello").expectText("ada");
					}
					catch (AssertionError ex) {
						// rejected
					}
				}
			}
			String ticket = own.bean(WsTickets.class).issue(ada(), Duration.ofMinutes(1));
			own.to("/who?ticket=" + ticket).connect().close();
			own.to("/who?ticket=" + ticket).expectRejection(401);
			assertThat(output).contains("invalid credentials").doesNotContain(ticket);
		}
		for (String token : tokens) {
			// not even a part of one
			assertThat(output).doesNotContain(token.substring(token.length() - 12));
		}
	}

	@Test
	void mistakesFailTheStart() {
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Cookie.class, Who.class)).rootCause()
			.hasMessage("WsSecurity has session(), but there is no SessionRepository bean of Spring Session");
		assertThatThrownBy(() -> SecuredServer.of(Tokens.Decoder.class, Certificate.class, Who.class)).rootCause()
			.hasMessageContaining("but there is no UserDetailsService bean");
		assertThatThrownBy(() -> SecuredServer.with(new String[] { "ws.allowed-origins=*" }, Tokens.Decoder.class,
				Ways.class, Who.class))
			.rootCause()
			.hasMessageContaining("so that every page could act for a user");
	}

	private static WsTestConnector connector(String way, String kind) {
		WsTestConnector connector = withoutOrigin(way, kind);
		return way.endsWith("cookie") ? connector.header("Origin", ORIGIN) : connector;
	}

	private static WsTestConnector withoutOrigin(String way, String kind) {
		if (kind.equals("absent")) {
			return server.to("/who");
		}
		return switch (way) {
			case "header" -> server.to("/who", token(kind));
			case "subprotocol" -> server.to("/who").subprotocols("chat.v2", "bearer." + token(kind));
			case "query" -> server.to("/who?access_token=" + token(kind));
			case "ticket" -> server.to("/who?ticket=" + ticket(kind));
			case "cookie" -> server.to("/who")
				.header("Cookie", "a=b; SESSION=" + Base64.getEncoder().encodeToString(session(kind).getBytes()));
			case "raw-cookie" -> server.to("/who").header("Cookie", "SESSION=" + session(kind));
			default -> throw new IllegalArgumentException(way);
		};
	}

	private static String token(String kind) {
		return switch (kind) {
			case "valid" -> Tokens.of("ada");
			case "expired" -> Tokens.expired("ada");
			default -> Tokens.forged("ada");
		};
	}

	private static String ticket(String kind) {
		Duration validity = kind.equals("expired") ? Duration.ofNanos(1) : Duration.ofMinutes(1);
		String ticket = server.bean(WsTickets.class).issue(ada(), validity);
		return kind.equals("bad") ? ticket.substring(1) + "x" : ticket;
	}

	private static String session(String kind) {
		MapSessionRepository repository = server.bean(MapSessionRepository.class);
		MapSession session = repository.createSession();
		if (!kind.equals("anonymous")) {
			session.setAttribute("SPRING_SECURITY_CONTEXT", new SecurityContextImpl(ada()));
		}
		if (kind.equals("expired")) {
			session.setMaxInactiveInterval(Duration.ofSeconds(1));
			session.setLastAccessedTime(session.getCreationTime().minusSeconds(60));
		}
		if (!kind.equals("bad")) {
			repository.save(session);
		}
		return session.getId();
	}

	private static Authentication ada() {
		return UsernamePasswordAuthenticationToken.authenticated("ada", null,
				AuthorityUtils.createAuthorityList("ROLE_USER"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Ways {

		@Bean
		MapSessionRepository sessions() {
			return new MapSessionRepository(new ConcurrentHashMap<>());
		}

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security
				.authentication(
						(by) -> by.bearerHeader().bearerSubprotocol().queryToken("access_token").ticket().session())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Cookie {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.authentication((by) -> by.session()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Certificate {

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.authentication((by) -> by.clientCertificate()).build();
		}

	}

	@WsEndpoint(path = "/who", subprotocols = "chat.v2")
	static class Who {

		@OnMessage
		@NonBlocking
		String who(String text) {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	@WsEndpoint("/plain")
	static class Plain extends Who {

	}

}
