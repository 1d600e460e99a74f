/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.wsboot.benchmarks.load.connection.RunContext;
import dev.wsboot.benchmarks.load.figure.CpuTimes;
import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.workload.ConnectWorkload;
import dev.wsboot.benchmarks.load.workload.EchoWorkload;
import dev.wsboot.benchmarks.load.workload.FanOutWorkload;
import dev.wsboot.benchmarks.load.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario: open, warm up, measure, let the last messages come back. Belongs
 * to the thread that runs it.
 */
public final class LoadRun {

	private static final long OPENING_STALLED = TimeUnit.SECONDS.toNanos(60);

	private static final long STALLED = TimeUnit.SECONDS.toNanos(5);

	/** Some servers count a connection as open only after its 101 has left. */
	private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long LONGEST_SLEEP = 100;

	private final RunContext context;

	private final Workload workload;

	private final double warmUpSeconds;

	private final double seconds;

	private LoadRun(RunContext context, double warmUpSeconds, double seconds) {
		this.context = context;
		this.workload = switch (context.scenario().kind()) {
			case ECHO -> new EchoWorkload(context);
			case FAN_OUT -> new FanOutWorkload(context);
			case CONNECT -> new ConnectWorkload(context);
			case IDLE -> throw new IllegalArgumentException("Idle connections are not measured over time");
		};
		this.warmUpSeconds = warmUpSeconds;
		this.seconds = seconds;
	}

	/**
	 * Runs a scenario against a server.
	 * @param scenario the scenario
	 * @param target the server
	 * @param verify whether to compare every byte, not only lengths
	 * @param warmUpSeconds how long to run before measuring
	 * @param seconds how long to measure
	 * @return what was seen
	 */
	public static Measurement run(Scenario scenario, Target target, boolean verify, double warmUpSeconds,
			double seconds) {
		try (RunContext context = RunContext.of(scenario, target, verify)) {
			return new LoadRun(context, warmUpSeconds, seconds).run();
		}
	}

	private Measurement run() {
		String problem = open();
		if (problem != null) {
			return Measurement.failed(this.context.scenario().name(), problem);
		}
		if (this.context.scenario().kind() == Scenario.Kind.FAN_OUT) {
			runUntil(System.nanoTime() + SETTLING);
		}
		this.workload.start();
		runUntil(System.nanoTime() + nanos(this.warmUpSeconds));
		CpuTimes begin = CpuTimes.now(this.context.target());
		this.context.recorder().measure(true);
		runUntil(begin.nanoTime() + nanos(this.seconds));
		this.context.recorder().measure(false);
		CpuTimes end = CpuTimes.now(this.context.target());
		finish();
		return new Measurement(this.context.scenario().name(), figures(begin, end), this.context.recorder().problem());
	}

	private static long nanos(double seconds) {
		return (long) (seconds * 1e9);
	}

	/** Opens all connections; returns what kept it from that. */
	private @Nullable String open() {
		long deadline = System.nanoTime() + OPENING_STALLED;
		while (!this.workload.open()) {
			this.context.loop().step(LONGEST_SLEEP);
			if (this.context.recorder().hasErrors()) {
				return this.context.recorder().problem();
			}
			if (System.nanoTime() > deadline) {
				return "Not all connections were open after 60 seconds";
			}
		}
		return null;
	}

	private void runUntil(long end) {
		boolean spinning = this.context.scenario().spinning();
		long lastProgress = System.nanoTime();
		long seen = this.context.recorder().total();
		long now = System.nanoTime();
		while (now < end) {
			long wait = Math.min(this.workload.sendDue(now), end - now);
			// rounded up, as 0 means not to wait at all
			this.context.loop().step(spinning ? 0 : Math.min(wait / 1_000_000 + 1, LONGEST_SLEEP));
			now = System.nanoTime();
			if (this.context.recorder().total() != seen) {
				seen = this.context.recorder().total();
				lastProgress = now;
			}
			else if (now - lastProgress > STALLED) {
				this.context.recorder().error("No message came back for 5 seconds");
				return;
			}
		}
	}

	private void finish() {
		this.workload.stop();
		long seen = this.context.recorder().total();
		long deadline = System.nanoTime() + STALLED;
		while (this.workload.underWay() > 0 && System.nanoTime() < deadline) {
			this.context.loop().step(10);
			if (this.context.recorder().total() != seen) {
				seen = this.context.recorder().total();
				deadline = System.nanoTime() + STALLED;
			}
		}
		if (this.workload.underWay() > 0) {
			this.context.recorder().error(this.workload.underWay() + " messages did not come back");
		}
	}

	private Map<Figure, Double> figures(CpuTimes begin, CpuTimes end) {
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		double elapsed = end.secondsSince(begin);
		long messages = this.context.recorder().messages();
		double server = end.server() - begin.server();
		double load = end.load() - begin.load();
		figures.put(Figure.PER_SECOND, messages / elapsed);
		this.context.recorder().addLatencies(figures);
		figures.put(Figure.LOAD_CPU, load / elapsed);
		if (this.context.target().pid() != 0) {
			figures.put(Figure.SERVER_CPU, server / elapsed);
			figures.put(Figure.SERVER_MICROS, server * 1e6 / Math.max(1, messages));
			figures.put(Figure.OTHERS_CPU, Math.max(0, end.machine() - begin.machine() - server - load) / elapsed);
		}
		return figures;
	}

}
