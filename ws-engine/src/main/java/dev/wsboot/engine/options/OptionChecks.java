/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;

/**
 * The ranges of options. Stateless.
 */
final class OptionChecks {

	private static final Duration LONGEST = Duration.ofDays(365);

	private OptionChecks() {
	}

	static void requirePositive(int value, String option) {
		require(value > 0, option, value, "must be greater than 0");
	}

	static void requirePositive(Duration value, String option) {
		require(!value.isNegative() && !value.isZero(), option, value, "must be greater than 0");
		requireBounded(value, option);
	}

	static void requireNotNegative(long value, String option) {
		require(value >= 0, option, value, "must not be negative");
	}

	static void requireNotNegative(Duration value, String option) {
		require(!value.isNegative(), option, value, "must not be negative");
		requireBounded(value, option);
	}

	/** Longer durations overflow as nanoseconds, and are mistakes anyway. */
	private static void requireBounded(Duration value, String option) {
		require(value.compareTo(LONGEST) <= 0, option, value, "must be at most 365 days");
	}

	static void require(boolean valid, String option, Object value, String rule) {
		if (!valid) {
			throw new InvalidOptionException(option, value, rule);
		}
	}

}
