/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.util.List;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The entries of a policy; {@link HandshakeVectorTest} shows whom it lets in.
 */
class OriginPolicyTest {

	private static final HandshakeRequest REQUEST = new HandshakeRequest("/", null,
			Headers.of("Host", "server.example"), InetSocketAddress.createUnresolved("client.example", 1), false, null);

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "example.com", "//example.com", "https://", "https://example.com/",
			"https://example.com:65536", "https://user@example.com", "https://user@example.com/path",
			"https://example.com ", "https://example.com/a b", "https://a,https://b", "https//example.com", "**",
			"NULL", "Same-Host", "https://[::1", "://example.com", "ht tp://example.com", "https://b\u00fccher.example",
			"https://b\u00fccher.example/path", "https:///path", "*.example.com", "://*.example.com",
			"https://*.example.com/", "https://*.example.com/path", "https://user@*.example.com",
			"https://*.b\u00fccher.example", "https://*.example.com ", "https://*..example.com", "https://.*.com",
			"https://*.example.com.", "https://*.", "https://:*", "https://*:*:*", "https://*.example.com:",
			"https://*.example.com:[]", "https://*.example.com:[8080,]", "https://*.example.com:[8080 ,8081]",
			"https://*.example.com:[8080", "https://*.example.com:8080]", "https://*.example.com:65536",
			"https://example.com:[1,65536]", "https://*.example.com:80*", "https://example.com:[*,1]", "[8080]",
			"http://[*]:3000", "http://[::*]", "http://[::1]:[x]", "1*://example.com", "h\u00e4*://example.com" })
	void refusesWhatIsNoOrigin(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> new OriginPolicy(List.of("https://good.example", entry)))
			.withMessageContaining("'" + entry + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://*example.com", "https://*-example.com", "https://example.*", "https://example*",
			"http://localhost*", "http://*host", "https://www.example.*:8443", "https://*.com", "https://*.onion",
			"https://*.arpa", "https://app-*.com", "*://*.io:*", "https://*.xn--p1ai" })
	void refusesPatternsThatAnybodyCouldMeet(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> new OriginPolicy(List.of(entry)))
			.withMessageContaining("'" + entry + "'")
			.withMessageContaining("anybody could register a name that matches");
	}

	@Test
	void joinsPortsThatWereSplitAtTheirCommas() {
		OriginPolicy policy = new OriginPolicy(
				List.of("https://a.example", "https://*.example.com:[8080", "8081", "8082]", "https://b.example"));
		for (String allowed : List.of("https://a.example", "https://x.example.com:8080", "https://x.example.com:8081",
				"https://x.example.com:8082", "https://b.example")) {
			assertThat(policy.allows(allowed, REQUEST)).as(allowed).isTrue();
		}
		assertThat(policy.allows("https://x.example.com:8083", REQUEST)).isFalse();
	}

	@Test
	void matchesLongHostsInOnePass() {
		OriginPolicy policy = new OriginPolicy(List.of("https://" + "a*".repeat(500) + ".example.com"));
		String host = "a".repeat(50_000);
		assertThat(policy.allows("https://" + host + ".example.com", REQUEST)).isTrue();
		assertThat(policy.allows("https://" + host + ".example.org", REQUEST)).isFalse();
		assertThat(policy.allows("https://" + host + "/.example.com", REQUEST)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "null", "same-host", "https://github.com/some/path", "https://*.example.com",
			"http://localhost:*", "https://*.example.com:[8080,8081]", "https://*.example.com:[*]", "https://*",
			"*://*.example.com", "http*://*.example.com", "*://*:*", "http://192.168.*:*", "http://[::1]:[3000,3001]",
			"https://app-*.example.com", "https://*-app.example.com", "https://example.com:[443,8443]",
			"https://*.localhost", "http://*.lan", "http://*.home.arpa", "HTTPS://*.Example.COM",
			"https://xn--bcher-kva.example", "https://example.com", "HTTP://EXAMPLE.com:8080", "http://localhost",
			"http://192.0.2.1:3000", "http://[2001:db8::1]:3000", "chrome-extension://abcdef", "file://",
			"capacitor://localhost" })
	void takesOrigins(String entry) {
		assertThatNoException().isThrownBy(() -> new OriginPolicy(List.of(entry)));
	}

	@Test
	void normalizesOrigins() {
		assertThat(Origin.parse("HTTPS://Example.COM:443")).isEqualTo(Origin.parse("https://example.com"));
		assertThat(Origin.parse("http://example.com:")).isEqualTo(Origin.parse("http://example.com"));
		assertThat(Origin.parse("http://[::1]")).isEqualTo(Origin.parse("http://[0:0:0:0:0:0:0:1]"));
		assertThat(Origin.parse("http://example.com:443")).isNotEqualTo(Origin.parse("https://example.com"));
	}

}
