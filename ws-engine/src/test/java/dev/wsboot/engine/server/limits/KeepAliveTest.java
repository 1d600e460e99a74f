/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.time.Duration;

import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.limits.KeepAlive.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a peer is asked for a sign of life, and when it is given up, on a clock that waits
 * for nobody.
 */
class KeepAliveTest {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	/** Pings that are written are stamped with the real time, which hardly moves here. */
	private final long start = System.nanoTime();

	private final SessionOptions options = WsServerOptions.builder()
		.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(100))
			.pongTimeout(Duration.ofSeconds(50))
			.idleTimeout(Duration.ofSeconds(1000)))
		.build()
		.session();

	private final KeepAlive keepAlive = new KeepAlive(this.start);

	private Verdict at(long seconds) {
		return this.keepAlive.check(this.start + seconds * SECOND, this.options);
	}

	private byte[] pingAt(long seconds) {
		assertThat(at(seconds)).isEqualTo(Verdict.PING);
		return this.keepAlive.ownPing(this.start + seconds * SECOND);
	}

	@Test
	void asksAfterTheInterval() {
		assertThat(at(0)).isEqualTo(Verdict.ALIVE);
		assertThat(at(99)).isEqualTo(Verdict.ALIVE);
		assertThat(at(100)).isEqualTo(Verdict.PING);
	}

	@Test
	void givesUpWhenThePingStaysUnanswered() {
		pingAt(100);
		this.keepAlive.onPingWritten();
		assertThat(at(40)).isEqualTo(Verdict.ALIVE);
		assertThat(at(60)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void doesNotGiveUpWhileThePingWaits() {
		pingAt(100);
		assertThat(at(900)).isEqualTo(Verdict.ALIVE);
		this.keepAlive.onPingWritten();
		assertThat(at(900)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void anyByteIsASignOfLife() {
		pingAt(100);
		this.keepAlive.onPingWritten();
		this.keepAlive.onSignOfLife(this.start + 110 * SECOND);
		assertThat(at(200)).isEqualTo(Verdict.ALIVE);
		assertThat(at(210)).isEqualTo(Verdict.PING);
	}

	@Test
	void asksAgainInEverySilence() {
		for (int i = 1; i <= 5; i++) {
			pingAt(i * 150);
			this.keepAlive.onPingWritten();
			this.keepAlive.onSignOfLife(this.start + (i * 150 + 1) * SECOND);
		}
	}

	private Verdict unreadAt(long seconds) {
		return this.keepAlive.checkUnread(this.start + seconds * SECOND, this.options);
	}

	private byte[] unreadPingAt(long seconds) {
		assertThat(unreadAt(seconds)).isEqualTo(Verdict.PING);
		byte[] ping = this.keepAlive.ownPing(this.start + seconds * SECOND);
		this.keepAlive.onPingWritten();
		return ping;
	}

	@Test
	void aPeerThatIsNotReadIsPingedInEveryIntervalAndNeverGivenUp() {
		assertThat(unreadAt(90)).isEqualTo(Verdict.ALIVE);
		assertThat(unreadAt(189)).isEqualTo(Verdict.ALIVE);
		unreadPingAt(190);
		for (int i = 2; i <= 9; i++) {
			assertThat(unreadAt(i * 100 + 89)).isEqualTo(Verdict.ALIVE);
			unreadPingAt(i * 100 + 90);
		}
		assertThat(at(1000)).as("right after the pause").isEqualTo(Verdict.ALIVE);
	}

	@Test
	void aPingThatWaitsIsNotJoinedByAnother() {
		assertThat(unreadAt(10)).isEqualTo(Verdict.ALIVE);
		assertThat(unreadAt(110)).isEqualTo(Verdict.PING);
		this.keepAlive.ownPing(this.start + 110 * SECOND);
		assertThat(unreadAt(500)).isEqualTo(Verdict.ALIVE);
		this.keepAlive.onPingWritten();
		assertThat(unreadAt(500)).isEqualTo(Verdict.PING);
	}

	@Test
	void pongsThatAreReadLateAreOurOwnAndMeasureNothing() {
		unreadAt(10);
		byte[] first = unreadPingAt(110);
		byte[] second = unreadPingAt(210);
		byte[] third = unreadPingAt(310);
		assertThat(this.keepAlive.onPong(first)).isTrue();
		assertThat(this.keepAlive.onPong(second)).isTrue();
		assertThat(this.keepAlive.onPong(third)).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isNull();
		assertThat(this.keepAlive.onPong(third)).as("sent again").isFalse();
		byte[] fourth = pingAt(500);
		assertThat(this.keepAlive.onPong(second)).as("sent again").isFalse();
		assertThat(this.keepAlive.onPong(fourth)).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isPositive();
	}

	@Test
	void aPeerThatAnswersOnlyTheLastPingIsMeasuredAgain() {
		unreadAt(10);
		unreadPingAt(110);
		assertThat(this.keepAlive.onPong(unreadPingAt(210))).isTrue();
		assertThat(this.keepAlive.onPong(pingAt(400))).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isPositive();
	}

	@Test
	void anOldSignProvesNothing() {
		this.keepAlive.onSignOfLife(this.start + 50 * SECOND);
		this.keepAlive.onSignOfLife(this.start + 20 * SECOND);
		assertThat(at(149)).isEqualTo(Verdict.ALIVE);
		pingAt(150);
		this.keepAlive.onPingWritten();
		this.keepAlive.onSignOfLife(this.start + 50 * SECOND);
		assertThat(at(200)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void isIdleWithoutMessagesHoweverMuchElseComes() {
		this.keepAlive.onMessage(this.start + 500 * SECOND);
		this.keepAlive.onSignOfLife(this.start + 1500 * SECOND);
		assertThat(at(1500)).isEqualTo(Verdict.ALIVE);
		assertThat(at(1501)).isEqualTo(Verdict.IDLE);
	}

	@Test
	void anIntervalOfZeroAsksNever() {
		SessionOptions off = this.options
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO).idleTimeout(Duration.ZERO));
		long years = Duration.ofDays(10_000).toNanos();
		assertThat(this.keepAlive.check(this.start + years, off)).isEqualTo(Verdict.ALIVE);
	}

	@Test
	void keepsItsOwnPongsFromTheApplication() {
		byte[] own = pingAt(100);
		byte[] other = { 1, 2, 3 };
		this.keepAlive.onPing(other);
		assertThat(this.keepAlive.onPong(other)).isFalse();
		assertThat(this.keepAlive.onPong(own)).isTrue();
		assertThat(this.keepAlive.onPong(own)).as("sent again").isFalse();
		assertThat(this.keepAlive.roundTripTime()).isPositive();
	}

}
