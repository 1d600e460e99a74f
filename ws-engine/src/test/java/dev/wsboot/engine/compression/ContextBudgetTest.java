/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That a {@link ContextBudget} is never exceeded.
 */
class ContextBudgetTest {

	@Test
	void reservesUpToTheLastByte() {
		ContextBudget budget = new ContextBudget(100);
		assertThat(budget.reserve(60)).isTrue();
		assertThat(budget.reserve(41)).isFalse();
		assertThat(budget.reserve(40)).isTrue();
		assertThat(budget.reserve(1)).isFalse();
		assertThat(budget.reserved()).isEqualTo(100);
		budget.release(60);
		assertThat(budget.reserved()).isEqualTo(40);
		assertThat(budget.reserve(60)).isTrue();
	}

	@Test
	void aSessionWithoutContextsNeedsNoRoom() {
		assertThat(new ContextBudget(0).reserve(0)).isTrue();
		assertThat(new ContextBudget(0).reserve(1)).isFalse();
	}

	@Test
	void threadsDoNotExceedItTogether() throws Exception {
		int threads = 4;
		// Room for one at a time, so that any two that meet would be too many.
		ContextBudget budget = new ContextBudget(3);
		CountDownLatch start = new CountDownLatch(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<Boolean>> withinBudget = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			withinBudget.add(executor.submit(() -> {
				start.countDown();
				start.await();
				boolean within = true;
				for (int round = 0; round < 200_000; round++) {
					if (budget.reserve(2)) {
						within &= budget.reserved() <= 3;
						budget.release(2);
					}
				}
				return within;
			}));
		}
		for (Future<Boolean> within : withinBudget) {
			assertThat(within.get()).isTrue();
		}
		executor.shutdown();
		assertThat(budget.reserved()).isZero();
	}

}
