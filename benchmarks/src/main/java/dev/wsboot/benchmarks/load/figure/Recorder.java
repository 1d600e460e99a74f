/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.figure;

import java.util.Map;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages and their latencies while a run is measured, and errors always. Belongs
 * to the thread of its run.
 */
public final class Recorder {

	private static final long LONGEST = 100_000_000_000L;

	private final Histogram latencies = new Histogram(LONGEST, 3);

	private boolean measuring;

	private long messages;

	/** The number of all messages, including those that were not measured. */
	private long total;

	private long errors;

	private @Nullable String firstError;

	public void measure(boolean on) {
		this.measuring = on;
	}

	public void message(long latencyNanos) {
		this.total++;
		if (this.measuring) {
			this.messages++;
			this.latencies.recordValue(Math.min(Math.max(latencyNanos, 0), LONGEST));
		}
	}

	public void error(String what) {
		this.errors++;
		if (this.firstError == null) {
			this.firstError = what;
		}
	}

	public boolean hasErrors() {
		return this.errors > 0;
	}

	public long messages() {
		return this.messages;
	}

	public long total() {
		return this.total;
	}

	/** Returns a description of the errors, or {@code null} if there are none. */
	public @Nullable String problem() {
		return (this.errors == 0) ? null : this.errors + " errors, the first: " + this.firstError;
	}

	public void addLatencies(Map<Figure, Double> figures) {
		figures.put(Figure.P50, micros(50));
		figures.put(Figure.P99, micros(99));
		figures.put(Figure.P999, micros(99.9));
		figures.put(Figure.MAX, this.latencies.getMaxValue() / 1e3);
	}

	private double micros(double percentile) {
		return this.latencies.getValueAtPercentile(percentile) / 1e3;
	}

}
