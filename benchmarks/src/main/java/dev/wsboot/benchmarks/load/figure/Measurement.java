/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.figure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The result of one run of a scenario. An immutable value.
 *
 * @param scenario the scenario's name
 * @param figures the values
 * @param problem what went wrong, or {@code null} if every message came back as it must
 */
public record Measurement(String scenario, Map<Figure, Double> figures, @Nullable String problem) {

	/**
	 * Returns the outcome of a run that did not come to its end.
	 * @param scenario the scenario's name
	 * @param problem what went wrong
	 * @return a measurement without figures
	 */
	public static Measurement failed(String scenario, String problem) {
		return new Measurement(scenario, Map.of(), problem);
	}

}
