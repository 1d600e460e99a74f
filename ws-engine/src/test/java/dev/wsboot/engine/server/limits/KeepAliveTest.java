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

	/** The clock overflows during each test. */
	private final long start = Long.MAX_VALUE - SECOND;

	private final SessionOptions options = WsServerOptions.builder()
		.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(100))
			.pongTimeout(Duration.ofSeconds(50))
			.idleTimeout(Duration.ofSeconds(1000)))
		.build()
		.session();

	private final KeepAlive keepAlive = new KeepAlive(this.start);

	private long time(long seconds) {
		return this.start + seconds * SECOND;
	}

	private Verdict at(long seconds) {
		return this.keepAlive.check(time(seconds), this.options);
	}

	private byte[] pingAt(long seconds) {
		assertThat(at(seconds)).isEqualTo(Verdict.PING);
		return this.keepAlive.ownPing(time(seconds));
	}

	private byte[] writtenPingAt(long seconds) {
		byte[] ping = pingAt(seconds);
		this.keepAlive.onPingWritten(time(seconds));
		return ping;
	}

	@Test
	void asksAfterTheInterval() {
		assertThat(at(0)).isEqualTo(Verdict.ALIVE);
		assertThat(at(99)).isEqualTo(Verdict.ALIVE);
		assertThat(at(100)).isEqualTo(Verdict.PING);
	}

	@Test
	void givesUpWhenThePingStaysUnanswered() {
		writtenPingAt(100);
		assertThat(at(150)).isEqualTo(Verdict.ALIVE);
		assertThat(at(151)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void doesNotGiveUpWhileThePingWaits() {
		pingAt(100);
		assertThat(at(900)).isEqualTo(Verdict.ALIVE);
		this.keepAlive.onPingWritten(time(900));
		assertThat(at(950)).isEqualTo(Verdict.ALIVE);
		assertThat(at(951)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void anyByteIsASignOfLife() {
		writtenPingAt(100);
		this.keepAlive.onSignOfLife(time(110));
		assertThat(at(200)).isEqualTo(Verdict.ALIVE);
		assertThat(at(210)).isEqualTo(Verdict.PING);
	}

	@Test
	void asksAgainInEverySilence() {
		for (int i = 1; i <= 5; i++) {
			writtenPingAt(i * 150);
			this.keepAlive.onSignOfLife(time(i * 150 + 1));
		}
	}

	private Verdict unreadAt(long seconds) {
		return this.keepAlive.checkUnread(time(seconds), this.options);
	}

	private boolean pongAt(long seconds, byte[] payload) {
		return this.keepAlive.onPong(payload, time(seconds));
	}

	private byte[] unreadPingAt(long seconds) {
		assertThat(unreadAt(seconds)).isEqualTo(Verdict.PING);
		byte[] ping = this.keepAlive.ownPing(time(seconds));
		this.keepAlive.onPingWritten(time(seconds));
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
		this.keepAlive.ownPing(time(110));
		assertThat(unreadAt(500)).isEqualTo(Verdict.ALIVE);
		this.keepAlive.onPingWritten(time(500));
		assertThat(unreadAt(500)).isEqualTo(Verdict.PING);
	}

	@Test
	void pongsThatAreReadLateAreOurOwnAndMeasureNothing() {
		unreadAt(10);
		byte[] first = unreadPingAt(110);
		byte[] second = unreadPingAt(210);
		byte[] third = unreadPingAt(310);
		assertThat(pongAt(400, first)).isTrue();
		assertThat(pongAt(400, second)).isTrue();
		assertThat(pongAt(400, third)).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isNull();
		assertThat(pongAt(400, third)).as("sent again").isFalse();
		assertThat(at(400)).as("right after the pause").isEqualTo(Verdict.ALIVE);
		byte[] fourth = pingAt(500);
		assertThat(pongAt(501, second)).as("sent again").isFalse();
		assertThat(pongAt(502, fourth)).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void aPeerThatAnswersOnlyTheLastPingIsMeasuredAgain() {
		unreadAt(10);
		unreadPingAt(110);
		assertThat(pongAt(299, unreadPingAt(210))).isTrue();
		assertThat(at(300)).as("right after the pause").isEqualTo(Verdict.ALIVE);
		assertThat(pongAt(403, pingAt(400))).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aPauseGivesThePeerAnotherInterval() {
		writtenPingAt(100);
		assertThat(unreadAt(120)).isEqualTo(Verdict.ALIVE);
		assertThat(at(200)).as("after the pause").isEqualTo(Verdict.ALIVE);
		assertThat(at(299)).isEqualTo(Verdict.ALIVE);
		assertThat(at(300)).isEqualTo(Verdict.PING);
	}

	@Test
	void bytesThatThePeerTakesPostponeThePingOfAPeerThatIsNotRead() {
		assertThat(unreadAt(10)).isEqualTo(Verdict.ALIVE);
		this.keepAlive.onSignOfLife(time(60));
		assertThat(unreadAt(159)).isEqualTo(Verdict.ALIVE);
		unreadPingAt(160);
	}

	@Test
	void anOldSignProvesNothing() {
		this.keepAlive.onSignOfLife(time(50));
		this.keepAlive.onSignOfLife(time(20));
		assertThat(at(149)).isEqualTo(Verdict.ALIVE);
		writtenPingAt(150);
		this.keepAlive.onSignOfLife(time(50));
		this.keepAlive.onSignOfLife(time(149));
		assertThat(at(201)).isEqualTo(Verdict.DEAD);
	}

	@Test
	void isIdleWithoutMessagesHoweverMuchElseComes() {
		this.keepAlive.onMessage(time(500));
		this.keepAlive.onSignOfLife(time(1500));
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
		this.keepAlive.onPing(other, time(101));
		assertThat(pongAt(105, other)).isFalse();
		assertThat(this.keepAlive.roundTripTime()).isEqualTo(Duration.ofSeconds(4));
		assertThat(pongAt(106, own)).isTrue();
		assertThat(this.keepAlive.roundTripTime()).isEqualTo(Duration.ofSeconds(6));
		assertThat(pongAt(107, own)).as("sent again").isFalse();
	}

}
