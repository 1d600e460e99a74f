/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.time.Duration;

import dev.wsboot.engine.options.RateLimit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The budget for work beyond the usual cost of the received bytes, on a manual clock.
 */
class WorkBudgetTest {

	private static final long SECOND = 1_000_000_000L;

	private static final int MEGABYTE = 1024 * 1024;

	/** A megabyte in one message, as small as DEFLATE can make it. */
	private static final int BOMB = 1030;

	private final Duration limit = RateLimit.defaults().work();

	@Test
	void bombsExceedTheDefaultWithinSecondsOfWork() {
		WorkBudget budget = new WorkBudget(this.limit, 0);
		int bombs = 0;
		do {
			budget.startTurn(BOMB);
			bombs++;
		}
		while (!budget.charge(WorkBudget.inflating(2, MEGABYTE), 0));
		assertThat(bombs).isBetween(600, 700);
	}

	@Test
	void bombsAtTheRateOfTheBudgetGoOnForEver() {
		WorkBudget budget = new WorkBudget(this.limit, 0);
		for (long second = 0; second < 10_000; second++) {
			for (int i = 0; i < 60; i++) {
				budget.startTurn(BOMB);
				assertThat(budget.charge(WorkBudget.inflating(2, MEGABYTE), second * SECOND)).isFalse();
			}
		}
	}

	@Test
	void aSilentSessionGathersTenSecondsAndNoMore() {
		WorkBudget budget = new WorkBudget(Duration.ofMillis(1), 0);
		assertThat(budget.charge(10_000_000, 0)).isFalse();
		assertThat(budget.charge(1, 0)).isTrue();
		budget = new WorkBudget(Duration.ofMillis(1), 0);
		assertThat(budget.charge(10_000_000, 365L * 24 * 3600 * SECOND)).isFalse();
		assertThat(budget.charge(1, 365L * 24 * 3600 * SECOND)).isTrue();
		assertThat(budget.charge(1_000_000 - 2, 365L * 24 * 3600 * SECOND + SECOND)).isFalse();
	}

	@Test
	void bytesPayForMessagesThatInflateToSixteenTimesTheirSizeAtAnyRate() {
		WorkBudget budget = new WorkBudget(Duration.ofMillis(1), 0);
		for (int i = 0; i < 1_000_000; i++) {
			budget.startTurn(1000);
			assertThat(budget.charge(WorkBudget.inflating(2, 16_000), 0)).isFalse();
		}
	}

	@Test
	void bytesPayForOrdinaryMessagesThatCompressBadlyAtAnyRate() {
		WorkBudget budget = new WorkBudget(Duration.ofMillis(1), 0);
		for (int i = 0; i < 1_000_000; i++) {
			budget.startTurn(60);
			assertThat(budget.charge(WorkBudget.inflating(2, 100), 0)).isFalse();
		}
	}

	@Test
	void tablesThatInflateToNothingExceedTheDefaultWithinSecondsOfWork() {
		WorkBudget budget = new WorkBudget(this.limit, 0);
		long bytes = 0;
		do {
			budget.startTurn(MEGABYTE);
			bytes += MEGABYTE;
		}
		while (!budget.charge((long) MEGABYTE * WorkBudget.WASTED_BYTE, 0));
		assertThat(bytes).isBetween(17L * MEGABYTE, 20L * MEGABYTE);
	}

	@Test
	void bytesThatAreNotUsedUpDoNotAddToAFullBudget() {
		WorkBudget budget = new WorkBudget(Duration.ofMillis(1), 0);
		budget.startTurn(Integer.MAX_VALUE);
		assertThat(budget.charge(10_000_000, 0)).isFalse();
		assertThat(budget.charge(1, 0)).isTrue();
	}

	@Test
	void recordsThatCarryAMessageOfOrdinarySizeAreFree() {
		WorkBudget budget = new WorkBudget(Duration.ofMillis(1), 0);
		for (int i = 0; i < 1_000_000; i++) {
			budget.startTurn(60);
			assertThat(budget.charge(WorkBudget.TLS_RECORD, 0)).isFalse();
		}
	}

	@Test
	void aTurnIsOverAfterTwoMilliseconds() {
		WorkBudget budget = new WorkBudget(this.limit, 0);
		budget.charge(1_999_999, 0);
		assertThat(budget.isTurnOver()).isFalse();
		budget.charge(1, 0);
		assertThat(budget.isTurnOver()).isTrue();
		budget.startTurn(0);
		assertThat(budget.isTurnOver()).isFalse();
	}

}
