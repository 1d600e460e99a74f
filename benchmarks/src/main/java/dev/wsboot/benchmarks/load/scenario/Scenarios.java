/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scenarios that can be asked for by name. Stateless.
 */
public final class Scenarios {

	/** The open-loop runs at parts of the server's own capacity. */
	public static final String CURVE = "curve";

	/** The memory of open connections. */
	public static final String IDLE = "idle";

	private static final String RATE = "rate";

	private static final List<String> SPECIAL = List.of(RATE, CURVE, IDLE);

	private static final Map<String, Scenario> FIXED = new LinkedHashMap<>();

	private static final Map<String, String> TEXTS = new LinkedHashMap<>();

	static {
		add(Scenario.echo("echo-100", 100, 1, 125, Payload.ASCII), "100 connections, 125 B text");
		add(Scenario.echo("echo-100x16", 100, 16, 125, Payload.ASCII),
				"100 connections, 16 messages in flight on each, 125 B text");
		add(Scenario.echo("echo-1000", 1000, 1, 125, Payload.ASCII), "1,000 connections, 125 B text");
		add(Scenario.echo("echo-10000", 10000, 1, 125, Payload.ASCII), "10,000 connections, 125 B text");
		add(Scenario.echo("json-100", 100, 1, 125, Payload.JSON),
				"100 connections, 125 B text that is JSON, for the servers that read it");
		add(Scenario.echo("binary-16k", 10, 1, 16 * 1024, Payload.BINARY), "10 connections, 16 KiB binary");
		add(Scenario.echo("binary-1m", 4, 1, 1024 * 1024, Payload.BINARY), "4 connections, 1 MiB binary");
		add(Scenario.fanOut("fan-out", 1000), "each 128 B text to 1,000 connections; a message is one delivery");
		add(Scenario.connect("connect"), "connect, handshake, one echo, close; 32 at a time");
		add(Scenario.echo("latency", 1, 1, 32, Payload.ASCII).spin(),
				"1 connection, 32 B text; the generator never sleeps");
		TEXTS.put(RATE, "100 connections, 125 B text at a fixed rate (--rate), latency from the due time");
		TEXTS.put(CURVE, "the same at 25, 50, 75 and 90 % of what echo-100 reaches");
		TEXTS.put(IDLE, "memory of idle connections (--idle-connections)");
	}

	private Scenarios() {
	}

	private static void add(Scenario scenario, String text) {
		FIXED.put(scenario.name(), scenario);
		TEXTS.put(scenario.name(), text);
	}

	/**
	 * Returns what there is.
	 * @return descriptions by name
	 */
	public static Map<String, String> texts() {
		return TEXTS;
	}

	/**
	 * Finds a scenario.
	 * @param name one of {@link #texts()}, but not {@link #CURVE}
	 * @param rate messages a second of the scenario with a fixed rate
	 * @param idleConnections connections of the scenario that counts memory
	 * @return the scenario
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static Scenario find(String name, int rate, int idleConnections) {
		if (name.equals(RATE)) {
			return atRate(RATE, rate);
		}
		if (name.equals(IDLE)) {
			return Scenario.idle(IDLE, idleConnections);
		}
		Scenario scenario = FIXED.get(name);
		if (scenario == null) {
			throw new IllegalArgumentException(unknown(name));
		}
		return scenario;
	}

	/**
	 * Returns true if a scenario sends messages that are large for some servers.
	 * @param name the name
	 * @return see {@link Scenario#isLarge()}
	 */
	public static boolean isLarge(String name) {
		return !SPECIAL.contains(name) && find(name, 0, 0).isLarge();
	}

	/**
	 * Returns true if a scenario measures latencies rather than the costs of a message.
	 * @param name the name, or one of those that {@link #CURVE} becomes
	 * @return {@code true} for those in which the generator never sleeps
	 */
	public static boolean isAboutLatency(String name) {
		return name.equals("latency") || name.equals(RATE) || name.startsWith(CURVE);
	}

	public static Scenario atRate(String name, int rate) {
		return Scenario.echo(name, 100, 1, 125, Payload.ASCII).atRate(name, rate);
	}

	/** The warm-up of a fresh pair of JVMs. */
	public static List<TimedScenario> warmUp(List<Scenario> measured, double factor) {
		List<TimedScenario> steps = new ArrayList<>();
		boolean json = measured.stream().allMatch((scenario) -> scenario.payload() == Payload.JSON);
		Payload text = json ? Payload.JSON : Payload.ASCII;
		steps.add(new TimedScenario(Scenario.echo("warm-up", 100, 16, 125, text), 4 * factor));
		steps.add(new TimedScenario(Scenario.echo("warm-up", 100, 1, 125, text), 2 * factor));
		if (measured.stream().anyMatch((scenario) -> scenario.kind() == Scenario.Kind.FAN_OUT)) {
			steps.add(new TimedScenario(Scenario.fanOut("warm-up", 300), 2 * factor));
		}
		if (measured.stream().anyMatch(Scenario::isLarge)) {
			steps.add(new TimedScenario(Scenario.echo("warm-up", 10, 1, 16 * 1024, Payload.BINARY), 2.5 * factor));
		}
		if (measured.stream().anyMatch((scenario) -> scenario.kind() == Scenario.Kind.CONNECT)) {
			steps.add(new TimedScenario(Scenario.connect("warm-up"), 3 * factor));
		}
		return steps;
	}

	/** The checks of every server, byte by byte. */
	public static List<Scenario> toVerify() {
		return List.of(Scenario.echo("text-1", 3, 2, 1, Payload.ASCII),
				Scenario.echo("text-125", 5, 3, 125, Payload.ASCII),
				Scenario.echo("text-126", 3, 2, 126, Payload.ASCII),
				Scenario.echo("utf8-1500", 3, 3, 1500, Payload.UTF8),
				Scenario.echo("binary-4000", 3, 2, 4000, Payload.BINARY), Scenario.fanOut("fan-out-50", 50));
	}

	/** The checks of servers that are configured for large messages. */
	public static List<Scenario> toVerifyLarge() {
		return List.of(Scenario.echo("binary-65535", 3, 2, 65535, Payload.BINARY),
				Scenario.echo("text-65536", 3, 2, 65536, Payload.ASCII),
				Scenario.echo("utf8-300000", 3, 2, 300000, Payload.UTF8),
				Scenario.echo("binary-1m", 4, 2, 1024 * 1024, Payload.BINARY));
	}

	/**
	 * Complains about a name.
	 * @param name the name of no scenario
	 * @return a sentence that says which there are
	 */
	public static String unknown(String name) {
		return "There is no scenario '" + name + "'; there are " + String.join(", ", TEXTS.keySet());
	}

	/**
	 * A scenario and how many seconds it runs.
	 *
	 * @param scenario the scenario
	 * @param seconds the time
	 */
	public record TimedScenario(Scenario scenario, double seconds) {
	}

}
