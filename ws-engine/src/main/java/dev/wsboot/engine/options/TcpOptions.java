/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The options of the server's sockets ({@code ws.tcp}). An immutable value.
 *
 * @param keepAlive {@code true} if sockets have SO_KEEPALIVE
 * @param noDelay {@code true} if sockets have TCP_NODELAY
 * @param backlog the maximum number of connections that wait to be accepted
 */
public record TcpOptions(boolean keepAlive, boolean noDelay, int backlog) {

	private static final TcpOptions DEFAULTS = new TcpOptions(true, true, 1024);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public TcpOptions {
		OptionChecks.requirePositive(backlog, "tcp.backlog");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static TcpOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets whether sockets have SO_KEEPALIVE.
	 * @param value the new value; the default is {@code true}
	 * @return new options
	 */
	public TcpOptions keepAlive(boolean value) {
		return new TcpOptions(value, this.noDelay, this.backlog);
	}

	/**
	 * Sets whether sockets have TCP_NODELAY.
	 * @param value the new value; the default is {@code true}
	 * @return new options
	 */
	public TcpOptions noDelay(boolean value) {
		return new TcpOptions(this.keepAlive, value, this.backlog);
	}

	/**
	 * Sets the maximum number of connections that wait to be accepted.
	 * @param value the new value; the default is {@code 1024}
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public TcpOptions backlog(int value) {
		return new TcpOptions(this.keepAlive, this.noDelay, value);
	}

}
