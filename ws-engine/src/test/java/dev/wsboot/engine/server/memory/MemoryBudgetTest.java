/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryBudgetTest {

	private static final int GRAIN = MemoryAccount.GRAIN;

	private final AtomicInteger exceeded = new AtomicInteger();

	private final MemoryBudget budget = new MemoryBudget(10_000, this.exceeded::incrementAndGet);

	private final MemoryAccount account = new MemoryAccount(this.budget);

	@Test
	void smallChangesAreNotToldAtOnce() {
		assertThat(this.account.takeUnreported()).isFalse();
		assertThat(this.account.report(0, GRAIN - 1)).isZero();
		assertThat(this.budget.held()).isZero();
		assertThat(this.account.report(0, GRAIN)).isEqualTo(GRAIN);
		assertThat(this.account.report(GRAIN, 2 * GRAIN - 1)).isEqualTo(GRAIN);
		assertThat(this.account.report(GRAIN, 1)).isEqualTo(GRAIN);
		assertThat(this.budget.held()).isEqualTo(GRAIN);
	}

	@Test
	void smallChangesAreToldByTheNextSweep() {
		int reported = this.account.report(0, 100);
		assertThat(this.account.takeUnreported()).isTrue();
		assertThat(this.account.takeUnreported()).isFalse();
		reported = this.account.reportAll(reported, 100);
		assertThat(this.budget.held()).isEqualTo(100);
		reported = this.account.report(reported, 90);
		assertThat(this.budget.held()).isEqualTo(100);
		assertThat(this.account.takeUnreported()).isTrue();
		assertThat(this.account.reportAll(reported, 90)).isEqualTo(90);
		assertThat(this.budget.held()).isEqualTo(90);
	}

	@Test
	void messagesThatComeAndGoAreNotTold() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.account.report(0, 100)).isZero();
			assertThat(this.account.report(0, 0)).isZero();
		}
		assertThat(this.budget.held()).isZero();
	}

	@Test
	void theEndIsAlwaysTold() {
		int reported = this.account.reportAll(0, 50);
		assertThat(this.account.report(reported, 0)).isZero();
		assertThat(this.budget.held()).isZero();
	}

	@Test
	void onlyWhoTakesMoreExceeds() {
		int one = this.account.report(0, 10_000);
		assertThat(this.exceeded).hasValue(0);
		int other = this.account.report(0, 5000);
		assertThat(this.exceeded).hasValue(1);
		this.account.report(other, 100);
		assertThat(this.exceeded).hasValue(1);
		this.account.report(one, 20_000);
		assertThat(this.exceeded).hasValue(2);
		assertThat(this.budget.held()).isEqualTo(20_100);
	}

	@Test
	void moreThanAnIntIsToldAsTheLargest() {
		int reported = this.account.report(0, 3L * Integer.MAX_VALUE);
		assertThat(reported).isEqualTo(Integer.MAX_VALUE);
		this.account.report(reported, 0);
		assertThat(this.budget.held()).isZero();
	}

	@Test
	void chargesCountAtOnce() {
		this.account.charge(7);
		assertThat(this.budget.held()).isEqualTo(7);
		this.account.charge(20_000);
		assertThat(this.exceeded).hasValue(1);
		assertThat(this.account.charged()).isEqualTo(20_007);
		this.account.release(20_007);
		assertThat(this.account.charged()).isZero();
		assertThat(this.budget.held()).isZero();
		assertThat(this.exceeded).hasValue(1);
	}

}
