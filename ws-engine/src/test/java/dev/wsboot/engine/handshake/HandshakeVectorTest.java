/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every case of {@code vectors/handshake.txt}, whole, byte by byte, and at random splits.
 */
class HandshakeVectorTest {

	private static final int SPLITS = 20;

	static List<HandshakeVector> vectors() {
		return HandshakeVector.all();
	}

	@Test
	void vectorsAreRead() {
		assertThat(vectors()).hasSizeGreaterThan(400);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void hasTheOutcome(HandshakeVector vector) {
		Outcome outcome = Outcome.whole(vector);
		String[] expected = vector.field("out").split(" (?=[A-Z/?])", 3);
		if (expected[0].equals("more")) {
			assertThat(outcome.response()).isEqualTo("more");
			return;
		}
		assertThat(outcome.status()).as(() -> outcome.toString()).isEqualTo(Integer.parseInt(expected[0]));
		if (outcome.status() == 101) {
			assertThat(outcome.path()).isEqualTo(HandshakeVector.unescape(expected[1]));
			assertThat(outcome.query())
				.isEqualTo((expected.length > 2) ? HandshakeVector.unescape(expected[2]).substring(1) : null);
		}
		else {
			assertThat(outcome.reason()).hasToString(expected[1]);
			assertIsCompleteRefusal(outcome);
			vector.fields("says").forEach((text) -> assertThat(outcome.body()).contains(text));
		}
		assertThat(outcome.responseFields()).containsAll(vector.fields("with").toList());
		vector.fields("without")
			.forEach((name) -> assertThat(outcome.responseFields())
				.noneMatch((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")));
		vector.fields("host")
			.forEach((host) -> assertThat(outcome.fields()).filteredOn((line) -> line.matches("(?i)host: .*"))
				.singleElement()
				.asString()
				.endsWith(": " + host));
		assertThat(outcome.rest()).isEqualTo(HandshakeVector.unescape(vector.fieldOr("rest", "")));
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void hasTheSameOutcomeForAnySplit(HandshakeVector vector) {
		Outcome outcome = Outcome.whole(vector);
		assertThat(Outcome.byteByByte(vector)).isEqualTo(outcome);
		for (int seed = 0; seed < SPLITS; seed++) {
			assertThat(Outcome.split(vector, seed)).as("seed " + seed).isEqualTo(outcome);
		}
	}

	private static void assertIsCompleteRefusal(Outcome outcome) {
		assertThat(outcome.responseFields()).anyMatch((line) -> line.matches("Connection: close(, Upgrade)?"))
			.contains("Content-Type: text/plain;charset=utf-8",
					"Content-Length: " + outcome.body().getBytes(StandardCharsets.UTF_8).length);
		assertThat(outcome.body()).matches("[ -~]{5,200}");
		assertThat(outcome.message()).matches("[ -~]{5,203}").startsWith(outcome.status() + " " + outcome.body());
	}

}
