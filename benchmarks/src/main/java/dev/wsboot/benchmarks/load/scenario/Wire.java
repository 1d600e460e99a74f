/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.scenario;

/**
 * The protocols of a server on top of TCP.
 */
public enum Wire {

	/** Plain TCP, whose bytes are echoed. */
	RAW,
	/** WebSocket. */
	WS,
	/** WebSocket over TLS. */
	WSS

}
