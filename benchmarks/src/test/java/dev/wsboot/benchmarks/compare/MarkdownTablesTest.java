/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.nio.file.Path;
import java.util.Map;

import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.Measurement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of measurements.
 */
class MarkdownTablesTest {

	private final Report report = new Report(Map.of());

	@Test
	void medianExtremesAndRatios() {
		add("raw-nio", 1, 2.0, 0.5);
		add("starter", 1, 3.0, 0.5);
		add("starter", 2, 5.0, 0.5);
		add("starter", 3, 4.0, 0.5);
		assertThat(MarkdownTables.of(this.report)).contains("| raw-nio | 2.00 |\n| starter | 4.00 |")
			.containsPattern("\\| starter \\|.* 4.00 \\(3.00-5.00\\) .*\\| 2.00 \\|  \\|");
	}

	@Test
	void theGeneratorWasTheLimit() {
		add("starter", 1, 3.0, 0.99);
		assertThat(MarkdownTables.of(this.report)).contains("the generator was the limit");
	}

	@Test
	void disturbedRunsCountOnlyIfThereAreNoOthers() {
		add("starter", 1, 9.0, 0.5, 0.5);
		assertThat(MarkdownTables.of(this.report)).contains("| starter | 9.00 |", "disturbed by other programs");
		add("starter", 2, 3.0, 0.5);
		assertThat(MarkdownTables.of(this.report)).contains("| starter | 3.00 |").doesNotContain("disturbed");
	}

	@Test
	void failuresAreShown() {
		this.report.add("starter", 1, Measurement.failed("echo-100", "It fell over"));
		assertThat(MarkdownTables.of(this.report)).contains("FAILED: It fell over");
	}

	@Test
	void ratiosOfBuildsAreTakenRoundByRound() {
		add("a/starter", 1, 2.0, 0.5);
		add("b/starter", 1, 1.0, 0.5);
		add("a/starter", 2, 4.0, 0.5);
		add("b/starter", 2, 4.0, 0.5);
		add("a/starter", 3, 1.0, 0.5);
		add("b/starter", 3, 0.9, 0.5);
		Build first = new Build("a", Path.of("a"));
		Build second = new Build("b", Path.of("b"));
		assertThat(Ratios.of(this.report, first, second)).contains("| starter | echo-100 | 0.90 | 0.50-1.00 |");
	}

	private void add(String server, int round, double micros, double load) {
		add(server, round, micros, load, 0);
	}

	private void add(String server, int round, double micros, double load, double others) {
		this.report.add(server, round, new Measurement("echo-100", Map.of(Figure.SERVER_MICROS, micros, Figure.LOAD_CPU,
				load, Figure.SERVER_CPU, 0.6, Figure.OTHERS_CPU, others), null));
	}

}
