/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.time.Duration;

import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The interval at which a loop looks for timeouts, by the options of a server and by
 * those of a session.
 */
class SweepIntervalTest {

	private final WsServerOptions.Builder server = WsServerOptions.builder();

	private final SessionOptions session = WsServerOptions.builder().build().session();

	@Test
	void aServerWithTheDefaultsSweepsOnceASecond() {
		assertThat(SweepInterval.millis(this.server.build())).isEqualTo(1000);
	}

	@Test
	void aServerSweepsFourTimesWithinItsShortestTimeout() {
		assertThat(SweepInterval
			.millis(this.server.keepAlive((keepAlive) -> keepAlive.pongTimeout(Duration.ofMillis(800))).build()))
			.isEqualTo(200);
		assertThat(SweepInterval.millis(this.server.closeTimeout(Duration.ofMillis(400)).build())).isEqualTo(100);
		assertThat(SweepInterval
			.millis(this.server.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofMillis(1))).build()))
			.isEqualTo(10);
	}

	@Test
	void aServerWithoutPingsNeedsNoSweepForTheirAnswers() {
		this.server.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO).pongTimeout(Duration.ofMillis(100)));
		assertThat(SweepInterval.millis(this.server.build())).isEqualTo(1000);
	}

	@Test
	void aSessionSweepsForItsOwnTimeouts() {
		assertThat(SweepInterval.millis(this.session)).isEqualTo(1000);
		assertThat(SweepInterval
			.millis(this.session.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofMillis(200)))))
			.isEqualTo(50);
		assertThat(SweepInterval
			.millis(this.session.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(2)))))
			.isEqualTo(500);
		assertThat(SweepInterval.millis(this.session.rateLimit(RateLimit.defaults().messages(1)))).isEqualTo(250);
	}

}
