/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;

/**
 * The phases of a graceful stop of a server ({@code ws.shutdown}). An immutable value.
 *
 * @param drainPeriod the time over which a stop spreads the closing of its sessions, so
 * that their clients do not all reconnect at once; zero closes them together
 * @param gracePeriod the maximum time that a stop waits for accepted work and closing
 * handshakes after it has closed the last session
 * @param restarting {@code true} to close sessions with 1012 (service restart) instead of
 * 1001 (going away)
 */
public record ShutdownOptions(Duration drainPeriod, Duration gracePeriod, boolean restarting) {

	private static final ShutdownOptions DEFAULTS = new ShutdownOptions(Duration.ZERO, Duration.ofSeconds(20), false);

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public ShutdownOptions {
		OptionChecks.requireNotNegative(drainPeriod, "shutdown.drain-period");
		OptionChecks.requirePositive(gracePeriod, "shutdown.grace-period");
	}

	/**
	 * Returns the defaults: all sessions are closed at once, and a stop waits 20 seconds.
	 * @return options that can be refined
	 */
	public static ShutdownOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the time over which the closing of sessions is spread.
	 * @param value the new value; the default is zero
	 * @return new options
	 * @throws InvalidOptionException if it is negative, or over a year
	 */
	public ShutdownOptions drainPeriod(Duration value) {
		return new ShutdownOptions(value, this.gracePeriod, this.restarting);
	}

	/**
	 * Sets the maximum time that a stop waits for accepted work and closing handshakes.
	 * @param value the new value; the default is 20 seconds
	 * @return new options
	 * @throws InvalidOptionException if it is not positive, or over a year
	 */
	public ShutdownOptions gracePeriod(Duration value) {
		return new ShutdownOptions(this.drainPeriod, value, this.restarting);
	}

	/**
	 * Sets whether sessions are closed with 1012 (service restart) instead of 1001.
	 * @param value the new value; the default is {@code false}
	 * @return new options
	 */
	public ShutdownOptions restarting(boolean value) {
		return new ShutdownOptions(this.drainPeriod, this.gracePeriod, value);
	}

}
