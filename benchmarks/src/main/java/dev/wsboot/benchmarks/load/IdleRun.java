/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.wsboot.benchmarks.load.connection.Connection;
import dev.wsboot.benchmarks.load.connection.Opening;
import dev.wsboot.benchmarks.load.connection.RunContext;
import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.JavaMemory;
import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.workload.EchoListener;

/**
 * One run that opens connections and looks at the server's memory, before and after one
 * message on each. Belongs to the thread that runs it.
 */
final class IdleRun {

	private static final int AT_A_TIME = 200;

	private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(1500);

	private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(30);

	private final RunContext context;

	private final Opening<Listener> opening;

	private final int connections;

	private IdleRun(RunContext context) {
		this.context = context;
		this.connections = context.scenario().connections();
		this.opening = new Opening<>(context, this.connections, Listener::new);
	}

	static Measurement run(Scenario scenario, Target target) {
		try (RunContext context = RunContext.of(scenario, target, true)) {
			return new IdleRun(context).run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Measurement run() throws IOException {
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		JavaMemory before = JavaMemory.read(this.context.target().pid());
		long deadline = System.nanoTime() + TOO_LONG;
		while (!this.opening.proceed() && !isOver(deadline)) {
			this.context.loop().step(100);
		}
		JavaMemory fresh = settledMemory();
		figures.put(Figure.HEAP_FRESH, each(fresh.heap() - before.heap()));
		figures.put(Figure.RESIDENT_FRESH, each(fresh.resident() - before.resident()));
		echoOnEach();
		JavaMemory used = settledMemory();
		figures.put(Figure.HEAP_USED, each(used.heap() - before.heap()));
		figures.put(Figure.RESIDENT_USED, each(used.resident() - before.resident()));
		return new Measurement(this.context.scenario().name(), figures, this.context.recorder().problem());
	}

	private double each(long bytes) {
		return (double) bytes / this.connections;
	}

	private void echoOnEach() throws IOException {
		long deadline = System.nanoTime() + TOO_LONG;
		for (int i = 0; i < this.connections; i++) {
			this.opening.listeners().get(i).send(1, System.nanoTime());
			while (i + 1 - this.context.recorder().total() >= AT_A_TIME && !isOver(deadline)) {
				this.context.loop().step(10);
			}
		}
		while (this.context.recorder().total() < this.connections && !isOver(deadline)) {
			this.context.loop().step(10);
		}
	}

	private boolean isOver(long deadline) {
		if (System.nanoTime() > deadline) {
			this.context.recorder().error("Not all connections answered within 30 seconds");
		}
		return this.context.recorder().hasErrors();
	}

	/** Returns the memory after a pause in which temporary objects become garbage. */
	private JavaMemory settledMemory() {
		long end = System.nanoTime() + SETTLING;
		while (System.nanoTime() < end) {
			this.context.loop().step(100);
		}
		return JavaMemory.read(this.context.target().pid());
	}

	private final class Listener extends EchoListener {

		Listener(Connection connection) {
			super(IdleRun.this.context, connection, IdleRun.this.opening.listeners().size());
		}

		@Override
		public void opened() {
			IdleRun.this.opening.opened();
		}

	}

}
