/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mutations of the vectors: whatever comes in, it is accepted or refused, the same for
 * any split, and what is accepted keeps the promises of the handshake. The seeds are
 * fixed; {@code -Dfuzz.rounds=1000000} looks further.
 */
class HandshakeFuzzTest {

	private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 10_000);

	private static final String[] WORDS = { "\r\n", "\r\n\r\n", "\r", "\n", "\0", "\t", " ", ":", ",", ";", "=", "\"",
			"\\\\", "%", "%2e", "%00", "%C3%A4", "/", "..", "#", "?", "http://", "[::1]", "*", "\\xff", "{host}",
			"{ws}", "{connection}", "{version}", "{key}", "Transfer-Encoding: ", "Content-Length: ", "Origin: http://",
			"Sec-WebSocket-Protocol: ", "Sec-WebSocket-Extensions: ", "HTTP/1.1", "{a*1000}", "{nl}{nl}" };

	@Test
	void everyInputHasOneAnswer() {
		List<HandshakeVector> seeds = HandshakeVector.all();
		List<HandshakeVector> valid = seeds.stream().filter((seed) -> seed.field("out").startsWith("101 ")).toList();
		int accepted = 0;
		int refused = 0;
		for (int round = 0; round < ROUNDS; round++) {
			Random random = new Random(round);
			List<HandshakeVector> from = random.nextBoolean() ? seeds : valid;
			String input = mutate(from.get(random.nextInt(from.size())).text(), random);
			HandshakeVector vector = new HandshakeVector("round " + round, speaks(random), input);
			Outcome outcome = Outcome.whole(vector);
			assertThat(Outcome.split(vector, round)).as(vector.name()).isEqualTo(outcome);
			if (outcome.path() != null) {
				accepted++;
				outcome.assertIsSafe(vector.name());
			}
			refused += (outcome.reason() != null) ? 1 : 0;
		}
		// Both must happen often, or this test would show little.
		assertThat(accepted).isGreaterThan(ROUNDS / 50);
		assertThat(refused).isGreaterThan(ROUNDS / 50);
	}

	private static List<Map.Entry<String, String>> speaks(Random random) {
		return random.nextBoolean() ? List.of(Map.entry("speaks", "a b v1.chat")) : List.of();
	}

	private static String mutate(String seed, Random random) {
		StringBuilder input = new StringBuilder(seed);
		for (int times = random.nextInt(3); times >= 0 && !input.isEmpty(); times--) {
			int from = random.nextInt(input.length());
			int to = from + random.nextInt(Math.min(30, input.length() - from) + 1);
			switch (random.nextInt(5)) {
				case 0 -> input.setCharAt(from, (char) (input.charAt(from) ^ (1 << random.nextInt(8))));
				case 1 -> input.setCharAt(from, (char) random.nextInt(256));
				case 2 -> input.delete(from, to);
				case 3 -> input.insert(from, input.substring(from, to));
				default -> input.insert(from, HandshakeVector.unescape(WORDS[random.nextInt(WORDS.length)]));
			}
		}
		return input.toString();
	}

}
