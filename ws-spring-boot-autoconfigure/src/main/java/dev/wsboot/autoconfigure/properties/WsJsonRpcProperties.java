/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.jsonrpc.JsonRpcOptions;

import org.springframework.boot.convert.DurationUnit;

/**
 * The limits of JSON-RPC ({@code ws.json-rpc}).
 */
public class WsJsonRpcProperties {

	private static final JsonRpcOptions DEFAULTS = JsonRpcOptions.defaults();

	/**
	 * Maximum number of messages of a batch. A larger one gets an error response.
	 */
	private int maxBatch = DEFAULTS.maxBatch();

	/**
	 * Maximum number of calls of one client's methods that wait for responses. Further
	 * calls fail at once.
	 */
	private int maxPendingCalls = DEFAULTS.maxPendingCalls();

	/**
	 * Maximum time that a call of a client's method waits for its response. If a duration
	 * suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration callTimeout = DEFAULTS.callTimeout();

	public int getMaxBatch() {
		return this.maxBatch;
	}

	public void setMaxBatch(int maxBatch) {
		this.maxBatch = maxBatch;
	}

	public int getMaxPendingCalls() {
		return this.maxPendingCalls;
	}

	public void setMaxPendingCalls(int maxPendingCalls) {
		this.maxPendingCalls = maxPendingCalls;
	}

	public Duration getCallTimeout() {
		return this.callTimeout;
	}

	public void setCallTimeout(Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	/**
	 * Returns the options with the values of these properties.
	 * @return the options
	 * @throws dev.wsboot.engine.options.InvalidOptionException if a value is out of its
	 * range
	 */
	public JsonRpcOptions toOptions() {
		return new JsonRpcOptions(this.maxBatch, this.maxPendingCalls, this.callTimeout);
	}

}
