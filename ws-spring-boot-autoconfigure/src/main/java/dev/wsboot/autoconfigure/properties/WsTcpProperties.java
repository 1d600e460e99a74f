/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import dev.wsboot.engine.options.TcpOptions;

/**
 * The sockets of the server ({@code ws.tcp}).
 */
public class WsTcpProperties {

	private static final TcpOptions DEFAULTS = TcpOptions.defaults();

	/**
	 * Whether the operating system probes idle connections (SO_KEEPALIVE).
	 */
	private boolean keepAlive = DEFAULTS.keepAlive();

	/**
	 * Whether small packets are sent at once (TCP_NODELAY).
	 */
	private boolean noDelay = DEFAULTS.noDelay();

	/**
	 * Maximum number of connections that wait to be accepted.
	 */
	private int backlog = DEFAULTS.backlog();

	public boolean isKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(boolean keepAlive) {
		this.keepAlive = keepAlive;
	}

	public boolean isNoDelay() {
		return this.noDelay;
	}

	public void setNoDelay(boolean noDelay) {
		this.noDelay = noDelay;
	}

	public int getBacklog() {
		return this.backlog;
	}

	public void setBacklog(int backlog) {
		this.backlog = backlog;
	}

	/** Returns the options with the values of these properties. */
	TcpOptions applyTo(TcpOptions options) {
		return options.keepAlive(this.keepAlive).noDelay(this.noDelay).backlog(this.backlog);
	}

}
