/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.limits.RateLimiter;
import dev.wsboot.engine.server.limits.WorkBudget;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one session's peer sends within its {@link RateLimit}: counts it, and pauses
 * or closes the session beyond that. Confined to the event loop.
 */
final class TrafficLimits {

	/**
	 * The size in bytes below which a fragment counts as a message, since no client needs
	 * fragments so small.
	 */
	private static final int SHORT_FRAGMENT = 1024;

	private final Session session;

	/** The inflater; {@code null} if the peer's messages are not compressed. */
	private final @Nullable MessageInflater inflater;

	/** The limiter; {@code null} if the rate is not limited. */
	private final @Nullable RateLimiter rate;

	private TrafficLimits(Session session, @Nullable MessageInflater inflater, @Nullable RateLimiter rate) {
		this.session = session;
		this.inflater = inflater;
		this.rate = rate;
	}

	/**
	 * Returns the limits of a session, or {@code null} if there is nothing to count: most
	 * sessions limit no rate and do not inflate.
	 * @param session the session
	 * @param inflater the inflater; {@code null} if the peer's messages are not
	 * compressed
	 */
	static @Nullable TrafficLimits of(Session session, @Nullable MessageInflater inflater) {
		RateLimit limit = session.options().rateLimit();
		RateLimiter rate = limit.isLimited() ? new RateLimiter(limit) : null;
		return (rate != null || inflater != null) ? new TrafficLimits(session, inflater, rate) : null;
	}

	/**
	 * Counts a message as soon as it is delivered, since one read may contain thousands.
	 * @return {@code false} to read no further for now
	 */
	boolean onMessage() {
		chargeInflating();
		return isInRate();
	}

	/**
	 * Counts a piece of a compressed message.
	 * @return {@code false} to read no further for now
	 */
	boolean onInflated() {
		chargeInflating();
		return this.session.connection.keepsTurn() && !this.session.connection.isPaused();
	}

	/**
	 * Counts a control frame, or a fragment that is not the last one.
	 * @return {@code false} to read no further for now
	 */
	boolean onPart(Opcode opcode, int length) {
		chargeInflating();
		boolean counts = opcode.isControl() || length < SHORT_FRAGMENT;
		return !counts || isInRate();
	}

	private boolean isInRate() {
		if (this.rate == null || !this.rate.isExceededByMessage(this.session.connection.loop.now())) {
			return true;
		}
		onExceeded(RateLimit.Kind.MESSAGES);
		return !this.session.connection.isPaused();
	}

	/** Counts the bytes that have been inflated since the last call. */
	private void chargeInflating() {
		int calls = (this.inflater != null) ? this.inflater.takeCalls() : 0;
		if (this.inflater == null || calls == 0) {
			return;
		}
		long bytes = this.inflater.takeProduced();
		long wasted = this.inflater.takeWasted();
		this.session.connection.charge(WorkBudget.inflating(calls, bytes) + wasted * WorkBudget.WASTED_BYTE);
		if (this.rate != null && this.rate.isExceededByInflated(bytes, this.session.connection.loop.now())) {
			onExceeded(RateLimit.Kind.INFLATED_BYTES);
		}
	}

	/** Counts bytes that have been read. */
	void onRead(int bytes) {
		chargeInflating();
		if (this.rate != null && this.rate.isExceededByBytes(bytes, this.session.connection.loop.now())) {
			onExceeded(RateLimit.Kind.BYTES);
		}
	}

	/** Pauses or closes the session, since the peer has exceeded its rate. */
	private void onExceeded(RateLimit.Kind kind) {
		if (this.session.connection.state.phase() != Phase.OPEN) {
			return;
		}
		Counters counters = this.session.host.counters();
		if (this.session.connection.options().rateLimit().action() == RateLimit.Action.CLOSE) {
			counters.exceeded(kind);
			this.session.close(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Too much in a second"));
		}
		else if (!this.session.connection.isPaused()) {
			counters.exceeded(kind);
			this.session.connection.pause();
		}
	}

	/** Returns true if the rate allows reading from the peer. */
	boolean allowReading(long now) {
		return this.rate == null || !this.rate.isPausing(now);
	}

	/** Returns true if a pause has ended. Returns {@code true} once for each pause. */
	boolean endsPause(long now) {
		return this.rate != null && this.rate.endsPause(now);
	}

}
