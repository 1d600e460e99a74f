/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.Measurement;

/**
 * The costs of a second build as ratios to those of the first one, round by round, as
 * Markdown. Stateless.
 */
final class Ratios {

	private Ratios() {
	}

	/**
	 * Compares two builds.
	 * @param report holds the runs of both
	 * @param first the one that counts as 1
	 * @param second the other
	 * @return a table: the median of all rounds, the smallest and the largest
	 */
	static String of(Report report, Build first, Build second) {
		StringBuilder text = new StringBuilder("Ratios " + second.name() + " / " + first.name()
				+ " (below 1: the second is cheaper), the median of all rounds and its extremes\n\n"
				+ "| server | scenario | ratio | min-max |\n| --- | --- | --: | --: |\n");
		List<String> servers = Contestant.ours().stream().map(Contestant::name).toList();
		for (String server : servers) {
			for (String scenario : scenarios(report)) {
				double[] ratios = ratios(report, first.name() + "/" + server, second.name() + "/" + server, scenario);
				if (ratios.length > 0) {
					text.append(String.format(Locale.ROOT, "| %s | %s | %.2f | %.2f-%.2f |%n", server, scenario,
							Report.median(ratios), ratios[0], ratios[ratios.length - 1]));
				}
			}
		}
		return text.toString();
	}

	private static List<String> scenarios(Report report) {
		return report.results().stream().map((one) -> one.measurement().scenario()).distinct().toList();
	}

	private static double[] ratios(Report report, String first, String second, String scenario) {
		Figure figure = MarkdownTables.yardstick(scenario);
		List<Double> ratios = new ArrayList<>();
		for (Report.Result one : report.runs(first, scenario)) {
			for (Report.Result other : report.runs(second, scenario)) {
				if (one.round() == other.round() && isMeasured(one.measurement(), figure)
						&& isMeasured(other.measurement(), figure)) {
					ratios.add(value(other.measurement(), figure) / value(one.measurement(), figure));
				}
			}
		}
		double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		return sorted;
	}

	private static boolean isMeasured(Measurement measurement, Figure figure) {
		return value(measurement, figure) > 0;
	}

	private static double value(Measurement measurement, Figure figure) {
		return measurement.figures().getOrDefault(figure, 0.0);
	}

}
