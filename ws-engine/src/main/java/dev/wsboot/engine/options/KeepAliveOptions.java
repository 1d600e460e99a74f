/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;

/**
 * The timeouts by which a dead or an idle peer is found ({@code ws.keep-alive} and {@code
 * ws.idle-timeout}). An immutable value.
 *
 * @param pingInterval the silence of the peer after which a ping is sent; zero for no
 * pings
 * @param pongTimeout the silence of the peer after such a ping that cuts the connection
 * (1006)
 * @param idleTimeout the time without a message in either direction after which the
 * session is closed with 1001; zero for never
 */
public record KeepAliveOptions(Duration pingInterval, Duration pongTimeout, Duration idleTimeout) {

	private static final KeepAliveOptions DEFAULTS = new KeepAliveOptions(Duration.ofSeconds(25),
			Duration.ofSeconds(20), Duration.ZERO);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public KeepAliveOptions {
		OptionChecks.requireNotNegative(pingInterval, "keep-alive.ping-interval");
		OptionChecks.requirePositive(pongTimeout, "keep-alive.pong-timeout");
		OptionChecks.requireNotNegative(idleTimeout, "idle-timeout");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static KeepAliveOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the silence of the peer after which a ping is sent.
	 * @param value the new value; the default is 25 seconds; zero for no pings
	 * @return new options
	 * @throws InvalidOptionException if the value is negative, or over 365 days
	 */
	public KeepAliveOptions pingInterval(Duration value) {
		return new KeepAliveOptions(value, this.pongTimeout, this.idleTimeout);
	}

	/**
	 * Sets the silence of the peer after a ping that cuts the connection.
	 * @param value the new value; the default is 20 seconds
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive, or over 365 days
	 */
	public KeepAliveOptions pongTimeout(Duration value) {
		return new KeepAliveOptions(this.pingInterval, value, this.idleTimeout);
	}

	/**
	 * Sets the time without a message in either direction after which the session is
	 * closed.
	 * @param value the new value; the default is zero: never
	 * @return new options
	 * @throws InvalidOptionException if the value is negative, or over 365 days
	 */
	public KeepAliveOptions idleTimeout(Duration value) {
		return new KeepAliveOptions(this.pingInterval, this.pongTimeout, value);
	}

}
