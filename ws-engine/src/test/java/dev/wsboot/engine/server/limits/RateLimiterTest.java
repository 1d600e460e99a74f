/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import dev.wsboot.engine.options.RateLimit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimiterTest {

	private static final long SECOND = 1_000_000_000L;

	@Test
	void pausesUntilTheRateIsKept() {
		RateLimiter limiter = new RateLimiter(RateLimit.defaults().messages(50));
		assertThat(limiter.isExceededByBytes(1_000_000, 0)).isFalse();
		for (int i = 0; i < 50; i++) {
			assertThat(limiter.isExceededByMessage(0)).isFalse();
		}
		assertThat(limiter.isPausing(0)).isFalse();
		for (int i = 0; i < 100; i++) {
			assertThat(limiter.isExceededByMessage(0)).isTrue();
		}
		assertThat(limiter.isPausing(2 * SECOND - 1)).isTrue();
		assertThat(limiter.endsPause(2 * SECOND - 1)).isFalse();
		assertThat(limiter.isPausing(2 * SECOND + 1)).isFalse();
		assertThat(limiter.endsPause(2 * SECOND + 1)).isTrue();
		assertThat(limiter.endsPause(2 * SECOND + 1)).isFalse();
	}

	@Test
	void theLongerPauseCounts() {
		RateLimiter limiter = new RateLimiter(RateLimit.defaults().messages(10).bytes(1000));
		assertThat(limiter.isExceededByBytes(5000, 0)).isTrue();
		for (int i = 0; i < 20; i++) {
			limiter.isExceededByMessage(0);
		}
		assertThat(limiter.isPausing(4 * SECOND - 1)).isTrue();
		assertThat(limiter.isPausing(4 * SECOND + 1)).isFalse();
	}

}
