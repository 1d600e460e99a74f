/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured. For one thread.
 *
 * @param environment machine, JDK and settings
 * @param results the runs, in their order
 */
record Report(Map<String, String> environment, List<Result> results) {

	/** The processor time of other programs above which a run counts as disturbed. */
	static final double DISTURBANCE = 0.12;

	Report(Map<String, String> environment) {
		this(environment, new ArrayList<>());
	}

	void add(String server, int round, Measurement measurement) {
		this.results.add(new Result(server, round, measurement));
	}

	/** The runs of a server and a scenario, undisturbed ones only if there are any. */
	List<Result> runs(String server, String scenario) {
		List<Result> all = this.results.stream()
			.filter((one) -> one.server().equals(server) && one.measurement().scenario().equals(scenario))
			.toList();
		List<Result> quiet = all.stream().filter((one) -> !one.isDisturbed()).toList();
		return quiet.isEmpty() ? all : quiet;
	}

	/** The values of a figure, ascending. */
	double[] values(String server, String scenario, Figure figure) {
		return runs(server, scenario).stream()
			.map((one) -> one.measurement().figures().get(figure))
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.sorted()
			.toArray();
	}

	/** The median of a figure, or {@code null} if it was not measured. */
	@Nullable Double median(String server, String scenario, Figure figure) {
		double[] values = values(server, scenario, figure);
		return (values.length > 0) ? median(values) : null;
	}

	/** The median of values in ascending order. */
	static double median(double[] sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/** Returns the first problem, or {@code null} if there is none. */
	@Nullable String problem(String server, String scenario) {
		return runs(server, scenario).stream()
			.map((one) -> one.measurement().problem())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * One run.
	 *
	 * @param server the server's name
	 * @param round the round, from 1
	 * @param measurement what was seen
	 */
	record Result(String server, int round, Measurement measurement) {

		boolean isDisturbed() {
			return this.measurement.figures().getOrDefault(Figure.OTHERS_CPU, 0.0) > DISTURBANCE;
		}

	}

}
