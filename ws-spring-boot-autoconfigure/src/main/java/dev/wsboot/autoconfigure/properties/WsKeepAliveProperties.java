/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.KeepAliveOptions;

import org.springframework.boot.convert.DurationUnit;

/**
 * The pings that detect dead connections ({@code ws.keep-alive}).
 */
public class WsKeepAliveProperties {

	private static final KeepAliveOptions DEFAULTS = KeepAliveOptions.defaults();

	/**
	 * Silence of a client after which a ping is sent. Zero for no pings. If a duration
	 * suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration pingInterval = DEFAULTS.pingInterval();

	/**
	 * Further silence of a client after a ping that cuts its connection. If a duration
	 * suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration pongTimeout = DEFAULTS.pongTimeout();

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	public Duration getPongTimeout() {
		return this.pongTimeout;
	}

	public void setPongTimeout(Duration pongTimeout) {
		this.pongTimeout = pongTimeout;
	}

	/** Returns the options with the values of these properties. */
	KeepAliveOptions applyTo(KeepAliveOptions options) {
		return options.pingInterval(this.pingInterval).pongTimeout(this.pongTimeout);
	}

}
