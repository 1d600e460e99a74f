/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Request targets: refused, or a path that is safe, that means the same to
 * {@link java.net.URI}, and that can be encoded and decoded again.
 */
class RequestTargetFuzzTest {

	static Stream<Named<byte[]>> targets() {
		Stream<String> ofVectors = HandshakeVector.all()
			.stream()
			.map((vector) -> vector.text().lines().findFirst().orElse("").split(" ", -1))
			.filter((words) -> words.length == 3 && words[1].length() < 200)
			.map((words) -> words[1]);
		return Stream
			.concat(ofVectors,
					Stream.of("/", "/a?b=c", "/%C3%A4", "/%", "/%2", "/%2e", "/%2F", "/a%2fb%252F", "/a%2F../b",
							"/a/..%2F", "/%2F%2F", "/a/../b", "/..", "//a", "*", "ws://a:1/b?c", "http://[::1]",
							"wss://u@h/", "/%ed%a0%80", "/%00", "?", "http://a?b/.."))
			.distinct()
			.map((target) -> Named.of('[' + target + ']', target.getBytes(StandardCharsets.ISO_8859_1)));
	}

	@MethodSource("targets")
	@FuzzTest(maxDuration = "")
	void pathsAreSafeAndMeanTheSameElsewhere(byte[] data) {
		for (byte each : data) {
			if (each <= ' ' || each == 0x7F) {
				// the parser lets visible ASCII pass, nothing else
				return;
			}
		}
		String text = new String(data, StandardCharsets.US_ASCII);
		try {
			RequestTarget target = RequestTarget.parse(text, false);
			assertIsSafe(target.path());
			assertThat(RequestTarget.parse(encode(target.path()), false).path()).isEqualTo(target.path());
			assertMeansTheSame(text, target);
			assertThat(RequestTarget.parse(text, true)).isEqualTo(target);
		}
		catch (HandshakeException ex) {
			assertThat(ex.response().status()).isEqualTo(400);
			assertThat(ex.getMessage()).hasSizeLessThan(300).matches("[ -~]+");
		}
	}

	@MethodSource("targets")
	@FuzzTest(maxDuration = "")
	void encodedSlashesStayInTheirSegments(byte[] data) {
		for (byte each : data) {
			if (each <= ' ' || each == 0x7F) {
				return;
			}
		}
		String text = new String(data, StandardCharsets.US_ASCII);
		try {
			RequestTarget target = RequestTarget.parse(text, true);
			assertIsSafe(target.path());
			String[] raw = target.rawPath().split("/", -1);
			String[] decoded = target.path().split("/", -1);
			assertThat(decoded).hasSameSizeAs(raw);
			for (int i = 0; i < raw.length; i++) {
				String segment = URLDecoder.decode(raw[i].replace("+", "%2B"), StandardCharsets.UTF_8);
				assertIsSafe("/" + segment);
				assertThat(decoded[i].replace("%2F", "/")).isEqualTo(segment.replace("%2F", "/"));
			}
		}
		catch (HandshakeException ex) {
			assertThat(ex.response().status()).isEqualTo(400);
			assertThat(ex.getMessage()).hasSizeLessThan(300).matches("[ -~]+");
		}
	}

	private static void assertIsSafe(String path) {
		assertThat(path).startsWith("/").doesNotContain("\\");
		assertThat(path.chars()).noneMatch(Character::isISOControl);
		assertThat(Arrays.asList(path.split("/", -1))).doesNotContain(".", "..");
	}

	/** Whatever is no URI to the JDK is a matter of taste. */
	private static void assertMeansTheSame(String text, RequestTarget target) {
		try {
			// two slashes would start an authority if this were a reference
			URI uri = new URI(text.startsWith("/") ? "ws://host" + text : text);
			assertThat(target.path()).isEqualTo(uri.getPath().isEmpty() ? "/" : uri.getPath());
			assertThat(target.query()).isEqualTo(uri.getRawQuery());
			if (!text.startsWith("/")) {
				assertThat(Objects.requireNonNull(target.authority())).isEqualTo(uri.getRawAuthority());
			}
		}
		catch (URISyntaxException ex) {
			// a matter of taste
		}
	}

	/** Encodes all that can be: slashes and dots may not. */
	private static String encode(String path) {
		StringBuilder encoded = new StringBuilder();
		for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
			encoded.append((each == '/' || each == '.') ? String.valueOf((char) each) : String.format("%%%02x", each));
		}
		return encoded.toString();
	}

}
