package com.example.jwt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.sun.net.httpserver.HttpServer;
import dev.wsboot.test.WsHttpResponse;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of {@code docs/recipes/jwt.md}.
 */
@SpringBootTest(classes = JwtRecipeTest.Application.class)
class JwtRecipeTest {

	private static final RSAKey KEY = key();

	private static final HttpServer KEYS = serve(new JWKSet(KEY.toPublicJWK()).toString());

	@LocalWsPort
	private int port;

	@Autowired
	private ExpiredSessions expired;

	@DynamicPropertySource
	static void jwkSetUri(DynamicPropertyRegistry registry) {
		registry.add("app.jwk-set-uri", () -> "http://localhost:" + KEYS.getAddress().getPort() + "/keys");
	}

	@AfterAll
	static void stopServingKeys() {
		KEYS.stop(0);
	}

	@Test
	void handshakeWithoutATokenIsRejected() {
		WsHttpResponse answer = notes().expectRejection(401);
		assertThat(answer.headers().first("WWW-Authenticate")).isEqualTo("Bearer");
	}

	@Test
	void handshakeWithAForgedOrExpiredTokenIsRejected() {
		String[] tokens = { "no token", token(key(), (claims) -> {
		}), token(KEY, (claims) -> claims.expiresAt(Instant.now().minus(Duration.ofHours(1)))) };
		for (String token : tokens) {
			WsHttpResponse answer = notes().header("Authorization", "Bearer " + token).expectRejection(401);
			assertThat(answer.headers().first("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
		}
	}

	@Test
	void tokenContainsTheUserAndItsScopes() {
		String token = token(KEY, (claims) -> claims.claim("scope", "notes:read notes:write"));
		try (WsTestClient ada = notes().header("Authorization", "Bearer " + token).connect()) {
			ada.send("{\"type\":\"add\",\"text\":\"Hello\"}").expectText("[\"ada: Hello\"]");
		}
	}

	@Test
	void userWithoutTheScopeIsRejected() {
		try (WsTestClient ada = notes().header("Authorization", "Bearer " + token(KEY, (claims) -> {
		})).connect()) {
			ada.send("{\"type\":\"add\",\"text\":\"Hello\"}").expectText("{\"reason\":\"You may not do that\"}");
		}
	}

	@Test
	void browserOffersItsTokenAsASubprotocolWhichIsNotSentBack() {
		String token = token(KEY, (claims) -> {
		});
		try (WsTestClient ada = notes().subprotocols("notes.v1", "bearer." + token).connect()) {
			assertThat(ada.subprotocol()).isEqualTo("notes.v1");
		}
	}

	@Test
	void sessionEndsWithItsToken() {
		// the decoder tolerates clocks that differ by a minute
		String justExpired = token(KEY, (claims) -> claims.expiresAt(Instant.now().minusSeconds(10)));
		String valid = token(KEY, (claims) -> {
		});
		try (WsTestClient first = notes().header("Authorization", "Bearer " + justExpired).connect();
				WsTestClient second = notes().header("Authorization", "Bearer " + valid).connect()) {
			first.send("{\"type\":\"list\"}").expectText();
			this.expired.close();
			first.expectClose(4001);
			second.send("{\"type\":\"list\"}").expectText();
		}
	}

	private WsTestConnector notes() {
		return WsTestClient.to("ws://localhost:" + this.port + "/notes");
	}

	private static String token(RSAKey key, Consumer<JwtClaimsSet.Builder> claims) {
		JwtClaimsSet.Builder set = JwtClaimsSet.builder()
			.subject("ada")
			.issuedAt(Instant.now().minus(Duration.ofDays(1)))
			.expiresAt(Instant.now().plus(Duration.ofHours(1)));
		claims.accept(set);
		return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)))
			.encode(JwtEncoderParameters.from(JwsHeader.with(SignatureAlgorithm.RS256).build(), set.build()))
			.getTokenValue();
	}

	private static RSAKey key() {
		try {
			return new RSAKeyGenerator(2048).keyID("1").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpServer serve(String keys) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/keys", (exchange) -> {
				byte[] body = keys.getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@SpringBootApplication
	static class Application {

	}

}
