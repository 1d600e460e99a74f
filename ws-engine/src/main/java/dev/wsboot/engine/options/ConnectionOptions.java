/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The limits of all connections of a server together. An immutable value.
 *
 * @param max the maximum number of connections; more are answered with 503
 * @param maxPerAddress the maximum number of connections from one address, or from the
 * /64 network of an IPv6 address; more are answered with 503; 0 for no limit, as proxies
 * share an address
 * @param maxBufferedBytes the bytes of the heap that messages of all connections together
 * may occupy, unfinished, queued for a handler or queued to be written; beyond it those
 * that hold the most are closed with 1013. Connections in their handshake may hold half
 * of it
 */
public record ConnectionOptions(int max, int maxPerAddress, long maxBufferedBytes) {

	private static final ConnectionOptions DEFAULTS = new ConnectionOptions(50000, 0,
			Runtime.getRuntime().maxMemory() / 4);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public ConnectionOptions {
		OptionChecks.requirePositive(max, "max-connections");
		OptionChecks.requireNotNegative(maxPerAddress, "max-connections-per-address");
		OptionChecks.require(maxBufferedBytes > 0, "memory.max-buffered", maxBufferedBytes, "must be greater than 0");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static ConnectionOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the maximum number of connections.
	 * @param value the new value; the default is {@code 50000}
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public ConnectionOptions max(int value) {
		return new ConnectionOptions(value, this.maxPerAddress, this.maxBufferedBytes);
	}

	/**
	 * Sets the maximum number of connections from one address, or from the /64 network of
	 * an IPv6 address.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public ConnectionOptions maxPerAddress(int value) {
		return new ConnectionOptions(this.max, value, this.maxBufferedBytes);
	}

	/**
	 * Sets the bytes of the heap that messages of all connections together may occupy.
	 * @param value the new value; the default is a quarter of the largest heap that the
	 * JVM may use
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public ConnectionOptions maxBufferedBytes(long value) {
		return new ConnectionOptions(this.max, this.maxPerAddress, value);
	}

}
