/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.figure;

import dev.wsboot.benchmarks.load.scenario.Scenario;

/**
 * A result of a measurement. Latencies are in microseconds, processor times in parts of
 * one processor.
 */
public enum Figure {

	/** Messages a second; connections for {@link Scenario.Kind#CONNECT}. */
	PER_SECOND,
	/** The median latency. */
	P50,
	/** The latency that one in a hundred exceeds. */
	P99,
	/** The latency that one in a thousand exceeds. */
	P999,
	/** The longest latency. */
	MAX,
	/** Microseconds of the server's processor time for each message. */
	SERVER_MICROS,
	/** The server's processor time, all threads. */
	SERVER_CPU,
	/** The generator's processor time, all threads. */
	LOAD_CPU,
	/**
	 * The processor time of everybody else, other virtual machines too, which disturbs.
	 */
	OTHERS_CPU,
	/** Bytes of heap for each idle connection after its handshake. */
	HEAP_FRESH,
	/** Growth of resident memory for each idle connection after its handshake. */
	RESIDENT_FRESH,
	/** Bytes of heap for each idle connection after its first echo. */
	HEAP_USED,
	/** Growth of resident memory for each idle connection after its first echo. */
	RESIDENT_USED

}
