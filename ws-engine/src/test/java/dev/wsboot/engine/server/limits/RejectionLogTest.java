/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.ProxyFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Warnings about refused handshakes, on a clock of their own.
 */
class RejectionLogTest {

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	private final List<String> warnings = new ArrayList<>();

	/** Nanoseconds, about to overflow. */
	private long now = Long.MAX_VALUE - HOUR / 2;

	private final RejectionLog log = new RejectionLog(() -> this.now, this.warnings::add);

	@Test
	void theFirstRefusalIsReportedAtOnce() {
		this.log.rejected(RejectReason.NOT_FOUND);
		assertThat(this.warnings).singleElement()
			.asString()
			.startsWith("Handshake rejected (NOT_FOUND): 404, no endpoint has the path. From now on,");
	}

	@Test
	void othersOfTheHourAreCountedAndReportedAtItsEnd() {
		for (int i = 0; i < 1000; i++) {
			this.log.rejected(RejectReason.NOT_FOUND);
		}
		this.now += HOUR - 1;
		this.log.onTick();
		this.log.rejected(RejectReason.NOT_FOUND);
		assertThat(this.warnings).hasSize(1);
		this.now++;
		this.log.onTick();
		this.log.onTick();
		assertThat(this.warnings).hasSize(2)
			.last()
			.asString()
			.isEqualTo("Handshakes rejected since the last such warning (NOT_FOUND): 1000. "
					+ "The latest: 404, no endpoint has the path");
	}

	@Test
	void aRefusalAfterTheHourIsReportedWithThoseBefore() {
		this.log.rejected(RejectReason.FORBIDDEN);
		this.log.rejected(RejectReason.FORBIDDEN);
		this.now += HOUR;
		this.log.rejected(RejectReason.FORBIDDEN);
		assertThat(this.warnings).hasSize(2).last().asString().contains("(FORBIDDEN): 2.");
	}

	@Test
	void anHourWithoutRefusalsIsNotReported() {
		this.log.rejected(RejectReason.TIMEOUT);
		this.now += HOUR;
		this.log.onTick();
		assertThat(this.warnings).hasSize(1);
	}

	@Test
	void eachCauseHasAWarningOfItsOwn() {
		this.log.rejected(RejectReason.FORBIDDEN);
		this.log.rejected(RejectReason.OVERLOAD);
		this.log.rejected(ProxyFault.NO_PROXY_HEADER);
		this.log.rejected(ProxyFault.NO_TLS);
		this.log.rejected(RejectReason.TLS);
		assertThat(this.warnings).hasSize(5);
	}

	@ParameterizedTest
	@EnumSource(names = { "DISCONNECTED", "DRAINING", "ERROR" })
	void whatIsNoRefusalIsNotReported(RejectReason reason) {
		this.log.rejected(reason);
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void aFloodOfAllCausesIsAHandfulOfLines() {
		for (int i = 0; i < 100; i++) {
			for (RejectReason reason : RejectReason.values()) {
				this.log.rejected(reason);
			}
			for (ProxyFault fault : ProxyFault.values()) {
				this.log.rejected(fault);
			}
		}
		assertThat(this.warnings).doesNotHaveDuplicates()
			.hasSize(RejectReason.values().length - 3 + ProxyFault.values().length)
			.allMatch((line) -> line.matches("[ -~]+"));
	}

}
