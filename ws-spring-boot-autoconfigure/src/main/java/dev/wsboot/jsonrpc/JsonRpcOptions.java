/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.jsonrpc;

import java.time.Duration;

import dev.wsboot.engine.options.InvalidOptionException;

/**
 * The limits of JSON-RPC. Immutable.
 *
 * @param maxBatch the maximum number of messages of a batch
 * @param maxPendingCalls the maximum number of calls to one client that wait for
 * responses
 * @param callTimeout the maximum time that a call waits for its response
 */
public record JsonRpcOptions(int maxBatch, int maxPendingCalls, Duration callTimeout) {

	private static final JsonRpcOptions DEFAULTS = new JsonRpcOptions(100, 1000, Duration.ofSeconds(30));

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a value is not greater than 0
	 */
	public JsonRpcOptions {
		require(maxBatch > 0, "max-batch", maxBatch);
		require(maxPendingCalls > 0, "max-pending-calls", maxPendingCalls);
		require(!callTimeout.isNegative() && !callTimeout.isZero(), "call-timeout", callTimeout);
	}

	private static void require(boolean valid, String option, Object value) {
		if (!valid) {
			throw new InvalidOptionException("json-rpc." + option, value, "must be greater than 0");
		}
	}

	/**
	 * Returns the defaults: batches of 100 messages, and 1000 calls that wait for 30
	 * seconds each.
	 * @return the defaults
	 */
	public static JsonRpcOptions defaults() {
		return DEFAULTS;
	}

}
