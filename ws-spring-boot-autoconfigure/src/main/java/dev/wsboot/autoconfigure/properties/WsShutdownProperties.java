/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.ShutdownOptions;

import org.springframework.boot.convert.DurationUnit;

/**
 * The graceful stop of the server ({@code ws.shutdown}).
 */
public class WsShutdownProperties {

	private static final ShutdownOptions DEFAULTS = ShutdownOptions.defaults();

	/**
	 * Time between the change of readiness to OUT_OF_SERVICE and the start of the stop,
	 * so that load balancers notice. Connections are still accepted. If a duration suffix
	 * is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration delay = Duration.ZERO;

	/**
	 * Time over which the closing of sessions is spread, so that their clients do not all
	 * reconnect at once. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration drainPeriod = DEFAULTS.drainPeriod();

	/**
	 * Maximum duration of the rest of a graceful stop, in which accepted messages are
	 * handled, and closing handshakes completed. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration gracePeriod = DEFAULTS.gracePeriod();

	/**
	 * Whether sessions are closed with 1012 (service restart) instead of 1001 (going
	 * away).
	 */
	private boolean restarting = DEFAULTS.restarting();

	public Duration getDelay() {
		return this.delay;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

	public Duration getDrainPeriod() {
		return this.drainPeriod;
	}

	public void setDrainPeriod(Duration drainPeriod) {
		this.drainPeriod = drainPeriod;
	}

	public Duration getGracePeriod() {
		return this.gracePeriod;
	}

	public void setGracePeriod(Duration gracePeriod) {
		this.gracePeriod = gracePeriod;
	}

	public boolean isRestarting() {
		return this.restarting;
	}

	public void setRestarting(boolean restarting) {
		this.restarting = restarting;
	}

	/** Returns the options with the values of these properties. */
	ShutdownOptions applyTo(ShutdownOptions options) {
		return options.drainPeriod(this.drainPeriod).gracePeriod(this.gracePeriod).restarting(this.restarting);
	}

}
