/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.wsboot.benchmarks.load.figure.Figure;

/**
 * The columns of the tables: what they are called, and what they show. Stateless.
 */
final class Columns {

	static final Map<String, Figure> TIMED = new LinkedHashMap<>();

	static final Map<String, Figure> IDLE = new LinkedHashMap<>();

	private static final Set<Figure> PARTS = Set.of(Figure.SERVER_CPU, Figure.LOAD_CPU, Figure.OTHERS_CPU);

	static {
		TIMED.put("per s", Figure.PER_SECOND);
		TIMED.put("p50 us", Figure.P50);
		TIMED.put("p99 us", Figure.P99);
		TIMED.put("max us", Figure.MAX);
		TIMED.put("server us/msg", Figure.SERVER_MICROS);
		TIMED.put("server", Figure.SERVER_CPU);
		TIMED.put("generator", Figure.LOAD_CPU);
		TIMED.put("others", Figure.OTHERS_CPU);
		IDLE.put("heap B", Figure.HEAP_FRESH);
		IDLE.put("resident B", Figure.RESIDENT_FRESH);
		IDLE.put("heap B after an echo", Figure.HEAP_USED);
		IDLE.put("resident B after an echo", Figure.RESIDENT_USED);
	}

	private Columns() {
	}

	/** Returns true if a figure is a share of one processor. */
	static boolean isPart(Figure figure) {
		return PARTS.contains(figure);
	}

}
