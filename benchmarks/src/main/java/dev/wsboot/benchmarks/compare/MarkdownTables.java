/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.scenario.Scenarios;
import org.jspecify.annotations.Nullable;

/**
 * A report as Markdown: one table of what everything costs, then one for each scenario.
 * For one thread.
 */
final class MarkdownTables {

	/** A generator that is busy for more than this is the limit, if the server is not. */
	private static final double BUSY = 0.95;

	private final Report report;

	private final List<String> servers;

	/** The names of the servers that the others are compared with. */
	private final List<String> bases;

	private final List<String> scenarios;

	private final StringBuilder text = new StringBuilder();

	MarkdownTables(Report report) {
		this.report = report;
		this.servers = report.results().stream().map(Report.Result::server).distinct().toList();
		this.bases = Stream.of(Contestant.FLOOR, Contestant.YARDSTICK).filter(this.servers::contains).toList();
		this.scenarios = report.results().stream().map((one) -> one.measurement().scenario()).distinct().toList();
	}

	static String of(Report report) {
		MarkdownTables tables = new MarkdownTables(report);
		tables.overview();
		tables.scenarios.forEach(tables::scenario);
		return tables.text.toString();
	}

	private void overview() {
		this.text.append("Server CPU microseconds a message (").append(yardstickExceptions()).append(")\n\n");
		row("server", this.scenarios);
		row("---", this.scenarios.stream().map((scenario) -> "--:").toList());
		for (String server : this.servers) {
			row(server,
					this.scenarios.stream()
						.map((scenario) -> number(this.report.median(server, scenario, yardstick(scenario))))
						.toList());
		}
	}

	private static String yardstickExceptions() {
		return "latency, rate and curve: median microseconds; idle: bytes of heap for each connection";
	}

	/** Returns the most important figure of a scenario. */
	static Figure yardstick(String scenario) {
		if (scenario.equals(Scenarios.IDLE)) {
			return Figure.HEAP_FRESH;
		}
		return Scenarios.isAboutLatency(scenario) ? Figure.P50 : Figure.SERVER_MICROS;
	}

	private void scenario(String scenario) {
		String description = Scenarios.texts().get(scenario);
		this.text.append("\n### ").append(scenario);
		this.text.append((description != null) ? ": " + description : "").append("\n\n");
		Map<String, Figure> columns = scenario.equals(Scenarios.IDLE) ? Columns.IDLE : Columns.TIMED;
		List<String> head = new ArrayList<>(columns.keySet());
		this.bases.forEach((base) -> head.add("x " + base));
		head.add("note");
		row("server", head);
		row("---", head.stream().map((column) -> column.equals("note") ? "---" : "--:").toList());
		for (String server : this.servers) {
			if (!this.report.runs(server, scenario).isEmpty()) {
				List<String> cells = new ArrayList<>();
				columns.values().forEach((figure) -> cells.add(cell(server, scenario, figure)));
				this.bases.forEach((base) -> cells.add(ratio(server, base, scenario)));
				cells.add(note(server, scenario));
				row(server, cells);
			}
		}
	}

	private void row(String first, List<String> cells) {
		this.text.append("| ").append(first).append(" | ").append(String.join(" | ", cells)).append(" |\n");
	}

	/** Returns the median, with the extremes for the most important figure. */
	private String cell(String server, String scenario, Figure figure) {
		double[] values = this.report.values(server, scenario, figure);
		if (Columns.isPart(figure)) {
			Double median = this.report.median(server, scenario, figure);
			return (median != null) ? Math.round(100 * median) + " %" : "-";
		}
		String median = number(this.report.median(server, scenario, figure));
		return (figure == yardstick(scenario) && values.length > 1)
				? median + " (" + number(values[0]) + "-" + number(values[values.length - 1]) + ")" : median;
	}

	private String ratio(String server, String base, String scenario) {
		Double own = this.report.median(server, scenario, yardstick(scenario));
		Double other = this.report.median(base, scenario, yardstick(scenario));
		return (own != null && other != null && other > 0) ? String.format(Locale.ROOT, "%.2f", own / other) : "-";
	}

	private String note(String server, String scenario) {
		List<String> notes = new ArrayList<>();
		Double load = this.report.median(server, scenario, Figure.LOAD_CPU);
		Double own = this.report.median(server, scenario, Figure.SERVER_CPU);
		Double others = this.report.median(server, scenario, Figure.OTHERS_CPU);
		if (load != null && own != null && load > BUSY && own < BUSY && !Scenarios.isAboutLatency(scenario)) {
			notes.add("the generator was the limit");
		}
		if (others != null && others > Report.DISTURBANCE) {
			notes.add("disturbed by other programs");
		}
		String problem = this.report.problem(server, scenario);
		if (problem != null) {
			notes.add("FAILED: " + problem.replace('|', '/'));
		}
		return String.join("; ", notes);
	}

	static String number(@Nullable Double value) {
		if (value == null) {
			return "-";
		}
		int decimals = (value >= 100) ? 0 : (value >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
