/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.util.Arrays;
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
 * The same random frames through this reader and Netty's: both tell the same messages and
 * fail with the same code, or the difference is one of {@link Difference}. The same seeds
 * each time; {@code -Dfuzz.seed=N} replays one of them, and {@code -Dfuzz.rounds=1000000}
 * explores.
 */
@Tag("long")
class NettyComparisonTest {

	private static final long FIRST_SEED = Long.getLong("fuzz.seed", 0);

	private static final int ROUNDS = Integer.getInteger("fuzz.rounds", (FIRST_SEED != 0) ? 1 : 20_000);

	/** Netty does not count fragments. */
	private static final MessageLimits LIMITS = new MessageLimits(300, 500, Integer.MAX_VALUE);

	@Test
	void readsLikeNetty() {
		Map<Difference, Integer> differences = new EnumMap<>(Difference.class);
		Map<Integer, Integer> agreed = new TreeMap<>();
		for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			byte[] input = FrameScript.random(random, Role.SERVER);
			int[] ends = Reading.randomEnds(random, input.length, 1 + random.nextInt(5));
			Outcome ours = ours(input, ends);
			Outcome netty = NettyReader.read(LIMITS, input, ends);
			if (ours.events().equals(netty.events()) && ours.failCode() == netty.failCode()) {
				agreed.merge(ours.failCode(), 1, Integer::sum);
			}
			else {
				differences.merge(Difference.between(ours, netty, seed, input), 1, Integer::sum);
			}
		}
		if (ROUNDS >= 10_000) {
			// what never happens is not compared, and no difference any more
			assertThat(agreed).as("agreed, by code of the violation")
				.containsOnlyKeys(0, 1002, 1007, 1009)
				.allSatisfy((code, times) -> assertThat(times).isGreaterThan(ROUNDS / 200));
			assertThat(differences).containsOnlyKeys(Difference.values());
			assertThat(differences.values().stream().mapToInt(Integer::intValue).sum()).isLessThan(ROUNDS / 10);
		}
	}

	private static Outcome ours(byte[] input, int... ends) {
		return Reading.inPieces(Role.SERVER, LIMITS, input, ends);
	}

	/**
	 * Where the two differ, and what says that this may be.
	 */
	private enum Difference {

		/**
		 * RFC 6455 7.4.2 gives codes over 4999 no meaning; Netty lets them pass.
		 */
		CLOSE_CODE_OVER_4999((ours, netty, input) -> ours.failCode() == 1002 && isOneCloseMore(netty, ours)
				&& (last(netty).code() > 4999 || last(netty).code() < 0)),

		/**
		 * RFC 6455 5.5.1: a close reason is UTF-8; Netty lets one pass that ends inside a
		 * character.
		 */
		CLOSE_REASON_CUT_INSIDE_A_CHARACTER(
				(ours, netty, input) -> ours.failCode() == 1007 && isOneCloseMore(netty, ours)),

		/**
		 * RFC 6455 8.1 and 10.4 do not say when: text fails here at its first bad byte,
		 * and a message that is too large at the header that says so; with Netty, at the
		 * end of a frame that has not come whole.
		 */
		SOONER_HERE((ours, netty, input) -> ours.failCode() != 0 && netty.failCode() == 0 && sameEvents(ours, netty)
				&& sameEnd(ours, NettyReader.read(LIMITS, longer(input), input.length, longer(input).length))),

		/**
		 * RFC 6455 5.4 and 5.5.1 do not say when: a frame that does not belong there, or
		 * half a close code, fails with Netty at the second byte; here, when the header
		 * or the payload has come whole.
		 */
		SOONER_WITH_NETTY((ours, netty, input) -> ours.failCode() == 0 && netty.failCode() != 0
				&& sameEvents(ours, netty) && sameEnd(ours(longer(input), longer(input).length), netty)),

		/**
		 * RFC 6455 7.1.7 does not say which of two violations is to be named, where both
		 * are in one frame.
		 */
		TWO_VIOLATIONS_AT_ONCE((ours, netty, input) -> sameEvents(ours, netty) && ours.failCode() != 0
				&& NettyReader.read(LIMITS, longer(input), input.length, longer(input).length).failCode() != 0);

		private final Predicate applies;

		Difference(Predicate applies) {
			this.applies = applies;
		}

		static Difference between(Outcome ours, Outcome netty, long seed, byte[] input) {
			for (Difference difference : values()) {
				if (difference.applies.test(ours, netty, input)) {
					return difference;
				}
			}
			throw new AssertionError("Seed " + seed + ": " + HexFormat.of().formatHex(input) + " is\n" + ours
					+ " here, and\n" + netty + " with Netty");
		}

		/** The input, and as much more as the last frame may still need. */
		private static byte[] longer(byte[] input) {
			return Arrays.copyOf(input, input.length + LIMITS.maxFrameSize() + 14);
		}

		private static boolean sameEvents(Outcome ours, Outcome netty) {
			return ours.events().equals(netty.events());
		}

		private static boolean sameEnd(Outcome ours, Outcome netty) {
			return sameEvents(ours, netty) && ours.failCode() == netty.failCode();
		}

		private static boolean isOneCloseMore(Outcome more, Outcome less) {
			int size = less.events().size();
			return more.failCode() == 0 && more.events().size() == size + 1
					&& more.events().subList(0, size).equals(less.events()) && last(more).kind() == Kind.CLOSE;
		}

		private static ReadEvent last(Outcome outcome) {
			return outcome.events().get(outcome.events().size() - 1);
		}

		/** Whether two outcomes differ in this way. */
		private interface Predicate {

			boolean test(Outcome ours, Outcome netty, byte[] input);

		}

	}

}
