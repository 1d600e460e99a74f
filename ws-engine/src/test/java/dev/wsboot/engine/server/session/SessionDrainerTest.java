/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionDrainerTest {

	@Test
	void aPeriodOfZeroClosesAllAtOnce() {
		assertThat(SessionDrainer.due(10_000, 0, 0)).isEqualTo(10_000);
	}

	@Test
	void sessionsAreSpreadEvenly() {
		assertThat(SessionDrainer.due(1001, 0, 1000)).isEqualTo(1);
		assertThat(SessionDrainer.due(1001, 250, 1000)).isEqualTo(251);
		assertThat(SessionDrainer.due(1001, 999, 1000)).isEqualTo(1000);
		assertThat(SessionDrainer.due(1001, 1000, 1000)).isEqualTo(1001);
		assertThat(SessionDrainer.due(1, 0, 1000)).isEqualTo(1);
	}

	@Test
	void longPeriodsDoNotOverflow() {
		long year = 365L * 24 * 3600 * 1_000_000_000L;
		assertThat(SessionDrainer.due(1_000_000, year / 2, year)).isBetween(499_000, 501_000);
	}

}
