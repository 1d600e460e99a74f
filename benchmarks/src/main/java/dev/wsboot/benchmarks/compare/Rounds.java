/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Scenarios;

/**
 * Measures servers in turn, a fresh process for each in each round. For one thread.
 */
final class Rounds {

	/** The maximum message size of servers whose buffers do not depend on it. */
	private static final int LARGEST = 64 * 1024 * 1024;

	/**
	 * The maximum message size of servers with buffers of that size, for small messages.
	 */
	private static final int SMALL = 8 * 1024;

	/**
	 * The maximum message size of servers with buffers of that size, for large messages.
	 */
	private static final int LARGE = 2 * 1024 * 1024;

	/**
	 * JVM options for idle runs, so that resident memory grows only outside of the heap.
	 */
	private static final List<String> FOR_IDLE = List.of("-XX:+AlwaysPreTouch");

	private final Settings settings;

	Rounds(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Measures one server once.
	 * @param contestant the server
	 * @param scenarios names of scenarios
	 * @return what was seen; a server that fails has failed in all of them
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Measurement> measure(Contestant contestant, List<String> scenarios) throws InterruptedException {
		List<Measurement> measurements = new ArrayList<>();
		List<String> idle = scenarios.stream().filter(Scenarios.IDLE::equals).toList();
		List<String> large = scenarios.stream().filter(Scenarios::isLarge).toList();
		if (contestant.buffersByLimit()) {
			measurements.addAll(measure(contestant, without(without(scenarios, large), idle), SMALL, List.of()));
			measurements.addAll(measure(contestant, large, LARGE, List.of()));
			measurements.addAll(measure(contestant, idle, SMALL, FOR_IDLE));
		}
		else {
			measurements.addAll(measure(contestant, without(scenarios, idle), LARGEST, List.of()));
			measurements.addAll(measure(contestant, idle, LARGEST, FOR_IDLE));
		}
		return measurements;
	}

	private static List<String> without(List<String> all, List<String> others) {
		return all.stream().filter((one) -> !others.contains(one)).toList();
	}

	private List<Measurement> measure(Contestant contestant, List<String> scenarios, int maxMessageSize,
			List<String> jvmOptions) throws InterruptedException {
		if (scenarios.isEmpty()) {
			return List.of();
		}
		try (ServerProcess server = ServerProcess.start(contestant, this.settings, maxMessageSize, jvmOptions)) {
			return LoadProcess.run(this.settings, server.target(), scenarios);
		}
		catch (IOException ex) {
			return scenarios.stream().map((name) -> Measurement.failed(name, String.valueOf(ex.getMessage()))).toList();
		}
	}

	/**
	 * Checks that one server answers correctly, byte by byte.
	 * @param contestant the server
	 * @return what was seen
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Measurement> verify(Contestant contestant) throws InterruptedException {
		List<Measurement> measurements = new ArrayList<>();
		for (String sizes : List.of("normal", "large")) {
			int maxMessageSize = !contestant.buffersByLimit() ? LARGEST : sizes.equals("large") ? LARGE : SMALL;
			try (ServerProcess server = ServerProcess.start(contestant, this.settings, maxMessageSize, List.of())) {
				measurements.addAll(LoadProcess.run(this.settings, server.target(), List.of("--verify", sizes)));
			}
			catch (IOException ex) {
				measurements.add(Measurement.failed(sizes, String.valueOf(ex.getMessage())));
			}
		}
		return measurements;
	}

}
