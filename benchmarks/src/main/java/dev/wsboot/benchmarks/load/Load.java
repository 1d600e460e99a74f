/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.wsboot.benchmarks.load.figure.Figure;
import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.benchmarks.load.scenario.Scenarios;
import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.scenario.Wire;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generator's process: runs scenarios against one server and prints a line of JSON
 * for each. For one thread.
 */
@Command(name = "load", sortOptions = false,
		description = "Runs scenarios against a WebSocket server on 127.0.0.1 and prints a line of JSON for each.")
public final class Load implements Callable<Integer> {

	private static final int[] CURVE_PERCENT = { 25, 50, 75, 90 };

	private final JsonMapper json = new JsonMapper();

	@Spec
	@SuppressWarnings("NullAway.Init") // set by picocli
	private CommandLine.Model.CommandSpec spec;

	@Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
	@SuppressWarnings("unused") // picocli's
	private boolean help;

	@Option(names = "--port", required = true, description = "The server's port.")
	private int port;

	@Option(names = "--fan-out-port", description = "The port for a fan-out, if it is another one.")
	private int fanOutPort;

	@Option(names = "--echo-path", defaultValue = "/echo", description = "The path that echoes (${DEFAULT-VALUE}).")
	private String echoPath = "";

	@Option(names = "--fan-out-path", defaultValue = "/all",
			description = "The path that sends each message to all (${DEFAULT-VALUE}).")
	private String fanOutPath = "";

	@Option(names = "--wire", defaultValue = "ws",
			description = "What the server speaks: raw, ws or wss (${DEFAULT-VALUE}).")
	private Wire wire = Wire.WS;

	@Option(names = "--pid", description = "The server's process, for its processor time.")
	private long pid;

	@Option(names = "--seconds", defaultValue = "2.5", description = "How long to measure (${DEFAULT-VALUE}).")
	private double seconds;

	@Option(names = "--lead", defaultValue = "0.8",
			description = "How long each scenario runs before it is measured (${DEFAULT-VALUE}).")
	private double lead;

	@Option(names = "--warm-up", defaultValue = "1",
			description = "Stretches the first warm-up, of up to 16 s; 0 for none (${DEFAULT-VALUE}).")
	private double warmUp;

	@Option(names = "--rate", defaultValue = "10000",
			description = "Messages a second of scenario 'rate' (${DEFAULT-VALUE}).")
	private int rate;

	@Option(names = "--idle-connections", defaultValue = "10000",
			description = "Connections of scenario 'idle' (${DEFAULT-VALUE}).")
	private int idleConnections;

	@Option(names = "--verify", description = "Instead of measuring, compare every byte: 'normal' or 'large'.")
	private Verification verify = Verification.NONE;

	@Parameters(arity = "0..*", description = "Names of scenarios.")
	private List<String> scenarios = new ArrayList<>();

	/**
	 * Runs the generator.
	 * @param args see {@code --help}
	 */
	public static void main(String[] args) {
		System.exit(commandLine().execute(args));
	}

	static CommandLine commandLine() {
		return new CommandLine(new Load()).setCaseInsensitiveEnumValuesAllowed(true)
			.setParameterExceptionHandler(new MistakeHandler());
	}

	@Override
	public Integer call() throws IOException {
		Target target = new Target(this.port, (this.fanOutPort != 0) ? this.fanOutPort : this.port, this.echoPath,
				this.fanOutPath, this.wire, this.pid);
		switch (this.verify) {
			case NORMAL -> Scenarios.toVerify().forEach((scenario) -> print(verify(scenario, target)));
			case LARGE -> Scenarios.toVerifyLarge().forEach((scenario) -> print(verify(scenario, target)));
			case NONE -> measure(target);
		}
		return CommandLine.ExitCode.OK;
	}

	private static Measurement verify(Scenario scenario, Target target) {
		return LoadRun.run(scenario, target, true, 0, 0.5);
	}

	private void measure(Target target) throws IOException {
		checkArguments();
		List<Scenario> known = this.scenarios.stream()
			.filter((name) -> !name.equals(Scenarios.CURVE))
			.map((name) -> Scenarios.find(name, this.rate, this.idleConnections))
			.toList();
		if (known.stream().anyMatch((scenario) -> scenario.kind() == Scenario.Kind.CONNECT)) {
			Rehearsal.run(2 * this.warmUp);
		}
		for (Scenarios.TimedScenario step : Scenarios.warmUp(known, this.warmUp)) {
			if (step.seconds() > 0) {
				LoadRun.run(step.scenario(), target, false, 0, step.seconds());
			}
		}
		for (String name : this.scenarios) {
			if (name.equals(Scenarios.CURVE)) {
				curve(target);
			}
			else {
				Scenario scenario = Scenarios.find(name, this.rate, this.idleConnections);
				print((scenario.kind() == Scenario.Kind.IDLE) ? IdleRun.run(scenario, target) : run(scenario, target));
			}
		}
	}

	private void checkArguments() {
		require(!this.scenarios.isEmpty(),
				"Name at least one scenario: " + String.join(", ", Scenarios.texts().keySet()));
		for (String name : this.scenarios) {
			require(Scenarios.texts().containsKey(name), Scenarios.unknown(name));
		}
		require(this.seconds > 0, "--seconds must be greater than 0");
		require(this.lead >= 0 && this.warmUp >= 0, "--lead and --warm-up must not be negative");
		require(this.rate > 0 && this.idleConnections > 0, "--rate and --idle-connections must be greater than 0");
		require(this.pid != 0 || !this.scenarios.contains(Scenarios.IDLE), "Scenario 'idle' needs --pid");
	}

	private void require(boolean valid, String complaint) {
		if (!valid) {
			throw new ParameterException(this.spec.commandLine(), complaint);
		}
	}

	private Measurement run(Scenario scenario, Target target) {
		// the buffers of large messages are new to the heap: it is given time to settle
		double longerLead = scenario.isLarge() ? this.lead + this.warmUp : this.lead;
		return LoadRun.run(scenario, target, false, longerLead, this.seconds);
	}

	private void curve(Target target) {
		Measurement closedLoop = run(Scenarios.find("echo-100", this.rate, this.idleConnections), target);
		double capacity = closedLoop.figures().getOrDefault(Figure.PER_SECOND, 0.0);
		for (int percent : CURVE_PERCENT) {
			String name = Scenarios.CURVE + "-" + percent;
			if (capacity < 100) {
				print(Measurement.failed(name, "The capacity is not known: " + closedLoop.problem()));
			}
			else {
				print(run(Scenarios.atRate(name, (int) (capacity * percent / 100)), target));
			}
		}
	}

	@SuppressWarnings("SystemOut") // its one output
	private void print(Measurement measurement) {
		System.out.println(this.json.writeValueAsString(measurement));
		System.out.flush();
	}

	private enum Verification {

		NONE, NORMAL, LARGE

	}

}
