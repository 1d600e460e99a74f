/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.RateLimit;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The limits of the rate at which one session may send ({@code ws.rate-limit}).
 */
public class WsRateLimitProperties {

	private static final RateLimit DEFAULTS = RateLimit.defaults();

	/**
	 * Maximum number of messages of a session in each second, including pings, pongs and
	 * short fragments. Zero for no limit.
	 */
	private int messages = DEFAULTS.messages();

	/**
	 * Maximum number of bytes that a session sends in each second. Zero for no limit.
	 */
	private DataSize bytes = DataSize.ofBytes(DEFAULTS.bytes());

	/**
	 * Maximum size to which compressed messages of a session inflate in each second. Zero
	 * for no limit.
	 */
	private DataSize inflatedBytes = DataSize.ofBytes(DEFAULTS.inflatedBytes());

	/**
	 * Work out of proportion to its bytes that a session may cause in each second, such
	 * as by messages that inflate to a thousand times their size. Beyond that, the
	 * session is closed with 1008. Zero for no limit. If a duration suffix is not
	 * specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration work = DEFAULTS.work();

	/**
	 * Treatment of a session that sends more: reading pauses, or the session is closed
	 * with 1008.
	 */
	private RateLimit.Action action = DEFAULTS.action();

	public int getMessages() {
		return this.messages;
	}

	public void setMessages(int messages) {
		this.messages = messages;
	}

	public DataSize getBytes() {
		return this.bytes;
	}

	public void setBytes(DataSize bytes) {
		this.bytes = bytes;
	}

	public DataSize getInflatedBytes() {
		return this.inflatedBytes;
	}

	public void setInflatedBytes(DataSize inflatedBytes) {
		this.inflatedBytes = inflatedBytes;
	}

	public Duration getWork() {
		return this.work;
	}

	public void setWork(Duration work) {
		this.work = work;
	}

	public RateLimit.Action getAction() {
		return this.action;
	}

	public void setAction(RateLimit.Action action) {
		this.action = action;
	}

	/** Returns the options with the values of these properties. */
	RateLimit applyTo(RateLimit options) {
		return options.messages(this.messages)
			.bytes(this.bytes.toBytes())
			.inflatedBytes(this.inflatedBytes.toBytes())
			.work(this.work)
			.action(this.action);
	}

}
