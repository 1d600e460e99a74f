/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random frames, some of them damaged: any split gives the same events, those of
 * {@link PlainReader}, and nothing but a {@code ProtocolException} escapes. The same
 * seeds each time; {@code -Dfuzz.seed=N} replays one of them, and
 * {@code -Dfuzz.rounds=1000000} explores.
 */
class ProtocolFuzzTest {

	private static final long FIRST_SEED = Long.getLong("fuzz.seed", 0);

	private static final int ROUNDS = Integer.getInteger("fuzz.rounds", (FIRST_SEED != 0) ? 1 : 20_000);

	private static final MessageLimits LIMITS = new MessageLimits(300, 500, 6);

	@Test
	@Tag("slow")
	void anySplitGivesTheSameEvents() {
		Map<Kind, Integer> told = new EnumMap<>(Kind.class);
		Map<Integer, Integer> failed = new TreeMap<>();
		for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			Role role = (random.nextInt(4) == 0) ? Role.CLIENT : Role.SERVER;
			byte[] input = FrameScript.random(random, role);
			Outcome expected = PlainReader.read(role, LIMITS, input);
			check(expected, input, role, random, seed);
			expected.events().forEach((event) -> told.merge(event.kind(), 1, Integer::sum));
			failed.merge(expected.failCode(), 1, Integer::sum);
		}
		if (ROUNDS >= 10_000) {
			// a generator that never gets there would find nothing
			assertThat(told).as("events")
				.containsOnlyKeys(Kind.values())
				.allSatisfy((kind, times) -> assertThat(times).isGreaterThan(ROUNDS / 50));
			assertThat(failed).as("failures")
				.containsOnlyKeys(0, 1002, 1007, 1008, 1009)
				.allSatisfy((code, times) -> assertThat(times).isGreaterThan(ROUNDS / 200));
		}
	}

	@Test
	void noiseFailsOrWaits() {
		for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			byte[] input = new byte[random.nextInt(40)];
			random.nextBytes(input);
			Role role = random.nextBoolean() ? Role.SERVER : Role.CLIENT;
			check(PlainReader.read(role, LIMITS, input), input, role, random, seed);
		}
	}

	private static void check(Outcome expected, byte[] input, Role role, Random random, long seed) {
		try {
			assertThat(Reading.byteByByte(role, LIMITS, input)).isEqualTo(expected);
			assertSame(Reading.whole(role, LIMITS, input), expected);
			assertSame(Reading.pausing(role, LIMITS, input), expected);
			for (int i = 0; i < 3; i++) {
				int[] ends = Reading.randomEnds(random, input.length, 1 + random.nextInt(6));
				assertSame(Reading.inPieces(role, LIMITS, input, ends), expected);
			}
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + seed + ", " + role + ": " + HexFormat.of().formatHex(input), ex);
		}
	}

	private static void assertSame(Outcome actual, Outcome expected) {
		assertThat(actual.events()).isEqualTo(expected.events());
		assertThat(actual.failCode()).isEqualTo(expected.failCode());
	}

}
