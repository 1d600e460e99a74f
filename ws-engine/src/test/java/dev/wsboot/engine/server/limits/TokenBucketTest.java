/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTest {

	private static final long SECOND = 1_000_000_000L;

	@Test
	void givesOutWhatASecondBrings() {
		TokenBucket bucket = new TokenBucket(10);
		for (int i = 0; i < 10; i++) {
			assertThat(bucket.take(1, 5)).isTrue();
		}
		assertThat(bucket.take(1, 5)).isFalse();
		assertThat(bucket.take(1, 5 + SECOND / 10)).isTrue();
		assertThat(bucket.take(1, 5 + SECOND / 10)).isFalse();
	}

	@Test
	void holdsNoMoreThanASecondBrings() {
		TokenBucket bucket = new TokenBucket(10);
		bucket.take(1, 0);
		assertThat(bucket.take(10, 1000 * SECOND)).isTrue();
		assertThat(bucket.take(1, 1000 * SECOND)).isFalse();
	}

	@Test
	void whatIsMoreThanItHoldsIsOwed() {
		TokenBucket bucket = new TokenBucket(10);
		assertThat(bucket.owe(5, 0)).isZero();
		assertThat(bucket.owe(25, 0)).isEqualTo(2 * SECOND + 1);
		assertThat(bucket.take(1, 2 * SECOND)).isFalse();
		assertThat(bucket.take(1, 2 * SECOND + SECOND / 5)).isTrue();
	}

	@Test
	void noLimitIsNone() {
		TokenBucket bucket = new TokenBucket(0);
		assertThat(bucket.take(Integer.MAX_VALUE, 0)).isTrue();
		assertThat(bucket.owe(Integer.MAX_VALUE, 0)).isZero();
	}

	@Test
	void aClockThatGoesBackBringsNothing() {
		TokenBucket bucket = new TokenBucket(1);
		assertThat(bucket.take(1, SECOND)).isTrue();
		assertThat(bucket.take(1, 0)).isFalse();
		assertThat(bucket.take(1, SECOND / 2)).isFalse();
		assertThat(bucket.take(1, 2 * SECOND - 1)).isFalse();
		assertThat(bucket.take(1, 2 * SECOND)).isTrue();
	}

}
