/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every row of {@code vectors/frames.txt}, however its bytes are cut.
 */
@Tag("long")
class FrameVectorsTest {

	/** Larger inputs are cut at fewer places. */
	private static final int LARGE = 5_000;

	static List<FrameVector> vectors() {
		return FrameVector.all();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whole(FrameVector vector) {
		assertOutcome(vector, Reading.whole(vector.role(), vector.limits(), vector.bytes()));
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void failsAtTheFirstBadByte(FrameVector vector) {
		byte[] input = vector.bytes();
		Outcome outcome = Reading.byteByByte(vector.role(), vector.limits(), input);
		assertOutcome(vector, outcome);
		assertThat(outcome.consumed()).as("bytes read")
			.isEqualTo((vector.failCode() != 0) ? vector.failAt() : input.length);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void cutAtEveryByte(FrameVector vector) {
		byte[] input = vector.bytes();
		int near = (input.length > LARGE) ? 20 : input.length;
		for (int cut = 0; cut <= input.length; cut++) {
			if (cut <= near || cut >= input.length - near) {
				assertOutcome(vector, Reading.inPieces(vector.role(), vector.limits(), input, cut, input.length));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void cutAtRandomAndMaskedWithRandomKeys(FrameVector vector) {
		int seeds = (vector.bytes().length > LARGE) ? 3 : 25;
		for (int seed = 0; seed < seeds; seed++) {
			Random random = new Random(seed);
			byte[] input = vector.bytes(random::nextInt);
			int[] ends = Reading.randomEnds(random, input.length, 1 + random.nextInt(8));
			assertThat(Reading.inPieces(vector.role(), vector.limits(), input, ends)).as("seed %d", seed)
				.satisfies((outcome) -> assertOutcome(vector, outcome));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void pausedBehindEachMessage(FrameVector vector) {
		assertOutcome(vector, Reading.pausing(vector.role(), vector.limits(), vector.bytes()));
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void behindAMessage(FrameVector vector) {
		byte[] before = FrameNotation.bytes((vector.role() == Role.SERVER) ? "81 86 m \"before\"" : "81 06 \"before\"",
				() -> 0x5A0FC396);
		byte[] input = concat(before, vector.bytes());
		List<ReadEvent> events = new ArrayList<>();
		events.add(ReadEvent.of(Kind.TEXT, "before".getBytes()));
		events.addAll(vector.events());
		Outcome whole = Reading.whole(vector.role(), vector.limits(), input);
		Outcome byteByByte = Reading.byteByByte(vector.role(), vector.limits(), input);
		for (Outcome outcome : List.of(whole, byteByByte)) {
			assertThat(outcome.events()).isEqualTo(events);
			assertThat(outcome.failCode()).as("close code").isEqualTo(vector.failCode());
		}
		if (vector.failCode() != 0) {
			assertThat(byteByByte.consumed()).as("bytes read").isEqualTo(before.length + vector.failAt());
		}
	}

	/**
	 * Nothing behind the first bad byte has a say in it.
	 */
	@ParameterizedTest
	@MethodSource("vectors")
	void cutOffAtTheFirstBadByte(FrameVector vector) {
		if (vector.failCode() != 0) {
			byte[] input = vector.bytes();
			assertOutcome(vector, Reading.whole(vector.role(), vector.limits(), Arrays.copyOf(input, vector.failAt())));
			assertThat(Reading.whole(vector.role(), vector.limits(), Arrays.copyOf(input, vector.failAt() - 1)))
				.isEqualTo(new Outcome(vector.events(), 0, vector.failAt() - 1));
		}
	}

	private static void assertOutcome(FrameVector vector, Outcome outcome) {
		assertThat(outcome.events()).isEqualTo(vector.events());
		assertThat(outcome.violation()).as("violation").isEqualTo(vector.violation());
		assertThat(outcome.failCode()).as("close code").isEqualTo(vector.failCode());
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
