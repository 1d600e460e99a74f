/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsHttpResponse;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exceptions of interceptors that stand for an HTTP status are answers, and no errors of
 * the application.
 */
class HandshakeRejectionsOverSocketTest {

	private EndpointServer server;

	@BeforeEach
	void start() {
		this.server = EndpointServer.of(Echo.class, Throws.class, ThrowsLater.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "credentials, 401, FORBIDDEN", "denied, 403, FORBIDDEN", "teapot, 418, APPLICATION",
			"busy, 503, APPLICATION", "annotated, 409, APPLICATION", "gone, 404, NOT_FOUND" })
	void exceptionIsAnsweredWithItsStatusAndIsNoError(String kind, int status, RejectReason reason) {
		for (String when : new String[] { "now", "later", "wrapped" }) {
			long before = rejected(reason);
			WsHttpResponse answer = WsTestClient.to(this.server.uri("/echo?" + when + "=" + kind))
				.expectRejection(status);
			assertThat(answer.body()).doesNotContain("secret");
			assertThat(rejected(reason)).isEqualTo(before + 1);
		}
		// the one reason that is logged with a stack trace
		assertThat(rejected(RejectReason.ERROR)).isZero();
	}

	@Test
	void refusalWithoutCredentialsHasChallenge() {
		assertThat(answer("credentials", 401).headers().all("WWW-Authenticate")).containsExactly("Bearer");
		assertThat(answer("digest", 401).headers().all("WWW-Authenticate")).containsExactly("Digest realm=\"a\"");
		assertThat(answer("challenged", 401).headers().all("WWW-Authenticate")).containsExactly("Basic");
	}

	@Test
	void headersAndDetailOfErrorResponseAreSentButThoseOfTheConnectionAreNot() {
		WsHttpResponse answer = answer("busy", 503);
		assertThat(answer.headers().first("Retry-After")).isEqualTo("7");
		assertThat(answer.headers().all("Connection")).containsExactly("close");
		assertThat(answer.headers().all("Content-Length")).hasSize(1).doesNotContain("99");
		assertThat(answer.headers().first("X-Split")).isNull();
		assertThat(answer.headers().first("Content-Type")).startsWith("text/plain");
		assertThat(answer("teapot", 418).body()).contains("short and stout");
	}

	@ParameterizedTest
	@CsvSource({ "unknown", "service", "internal", "fine" })
	void otherExceptionIsAnErrorOfTheApplication(String kind) {
		long before = rejected(RejectReason.ERROR);
		assertThat(answer(kind, 500).body()).doesNotContain("secret");
		assertThat(rejected(RejectReason.ERROR)).isEqualTo(before + 1);
	}

	private WsHttpResponse answer(String kind, int status) {
		return WsTestClient.to(this.server.uri("/echo?now=" + kind)).expectRejection(status);
	}

	private long rejected(RejectReason reason) {
		return this.server.bean(WsServerLifecycle.class).server().counters().rejected().get(reason);
	}

	@ResponseStatus(HttpStatus.CONFLICT)
	static class Annotated extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	private static RuntimeException exception(String kind, WsHandshake handshake) {
		return switch (kind) {
			case "credentials" -> new BadCredentialsException("secret");
			case "digest" -> {
				handshake.responseHeader("WWW-Authenticate", "Digest realm=\"a\"");
				yield new BadCredentialsException("secret");
			}
			case "challenged" -> {
				ErrorResponseException error = new ErrorResponseException(HttpStatus.UNAUTHORIZED);
				error.getHeaders().set("WWW-Authenticate", "Basic");
				yield error;
			}
			case "denied" -> new AccessDeniedException("secret");
			case "teapot" -> new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "short and stout");
			case "gone" -> new ResponseStatusException(HttpStatus.NOT_FOUND);
			case "busy" -> {
				ErrorResponseException error = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE);
				error.getHeaders().set("Retry-After", "7");
				error.getHeaders().set("Connection", "keep-alive");
				error.getHeaders().set("Content-Length", "99");
				error.getHeaders().set("Content-Type", "application/problem+json");
				error.getHeaders().set("X-Split", "a\r\nb: c");
				yield error;
			}
			case "annotated" -> new Annotated();
			case "service" -> new AuthenticationServiceException("secret");
			case "internal" -> new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "secret");
			case "fine" -> new ResponseStatusException(HttpStatus.OK);
			default -> new IllegalStateException("secret");
		};
	}

	static class Throws implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			String[] query = handshake.request().query().split("=");
			if (query[0].equals("now")) {
				throw exception(query[1], handshake);
			}
			return null;
		}

	}

	static class ThrowsLater implements WsAsyncHandshakeInterceptor {

		@Override
		public CompletionStage<HandshakeDecision.Reject> interceptLater(WsHandshake handshake) {
			String[] query = handshake.request().query().split("=");
			RuntimeException exception = exception(query[1], handshake);
			return CompletableFuture
				.failedFuture(query[0].equals("wrapped") ? new CompletionException(exception) : exception);
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
