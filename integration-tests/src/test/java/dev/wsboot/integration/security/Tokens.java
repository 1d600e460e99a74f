/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Signs and decodes the tokens of tests.
 */
final class Tokens {

	private static final SecretKey KEY = key("the key of these tests, 256 bits or more");

	private Tokens() {
	}

	private static SecretKey key(String text) {
		return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
	}

	/** Returns a valid token. */
	static String of(String user, String... scopes) {
		return expiring(user, Instant.now().plus(Duration.ofHours(1)), scopes);
	}

	static String expiring(String user, Instant at, String... scopes) {
		return sign(KEY,
				(claims) -> claims.subject(user)
					.issuedAt(at.minus(Duration.ofHours(2)))
					.expiresAt(at)
					.claim("scope", List.of(scopes)));
	}

	/** Returns a token that expired long ago. */
	static String expired(String user) {
		return expiring(user, Instant.now().minus(Duration.ofHours(1)));
	}

	/** Returns a token that somebody else has signed. */
	static String forged(String user) {
		return sign(key("the key of another issuer, 256 bits or more"),
				(claims) -> claims.subject(user)
					.issuedAt(Instant.now())
					.expiresAt(Instant.now().plus(Duration.ofHours(1))));
	}

	static String sign(Consumer<JwtClaimsSet.Builder> claims) {
		return sign(KEY, claims);
	}

	private static String sign(SecretKey key, Consumer<JwtClaimsSet.Builder> claims) {
		JwtClaimsSet.Builder builder = JwtClaimsSet.builder();
		claims.accept(builder);
		return new NimbusJwtEncoder(new ImmutableSecret<>(key))
			.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), builder.build()))
			.getTokenValue();
	}

	/** Decodes the tokens. */
	@Configuration(proxyBeanMethods = false)
	static class Decoder {

		@Bean
		JwtDecoder jwtDecoder() {
			return NimbusJwtDecoder.withSecretKey(KEY).build();
		}

	}

}
