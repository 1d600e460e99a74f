/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatalessRecordsTest {

	private static final long SECOND = 1_000_000_000L;

	private final DatalessRecords records = new DatalessRecords(0);

	@Test
	void someMayComeAtOnce() {
		for (int i = 0; i < DatalessRecords.MAX_BURST; i++) {
			assertThat(this.records.isExceededAt(0)).as("record %d is too much", i).isFalse();
		}
		assertThat(this.records.isExceededAt(0)).isTrue();
	}

	@Test
	void oneMayComeInEachSecond() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.records.isExceededAt(i * SECOND)).as("record %d is too much", i).isFalse();
		}
	}

	@Test
	void aPauseAllowsNoMoreAtOnce() {
		this.records.isExceededAt(0);
		someMayComeAtOnceAt(1_000_000 * SECOND);
	}

	private void someMayComeAtOnceAt(long now) {
		for (int i = 0; i < DatalessRecords.MAX_BURST; i++) {
			assertThat(this.records.isExceededAt(now)).as("record %d is too much", i).isFalse();
		}
		assertThat(this.records.isExceededAt(now)).isTrue();
	}

}
