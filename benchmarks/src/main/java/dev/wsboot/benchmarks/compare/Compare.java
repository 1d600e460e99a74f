/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.wsboot.benchmarks.load.MistakeHandler;
import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Scenarios;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The comparison: starts servers in turn, loads them, prints tables. For one thread.
 */
@Command(name = "compare", sortOptions = false, usageHelpWidth = 110, customSynopsis = "benchmarks/compare [OPTIONS]",
		description = "Compares WebSocket servers under the same load on this machine.%n",
		footerHeading = "%nServers and scenarios:%n")
public final class Compare implements Callable<Integer> {

	private static final String DEFAULT_SCENARIOS = "echo-100,echo-100x16,echo-1000,binary-16k,binary-1m,fan-out,"
			+ "connect,latency,idle";

	@Spec
	@SuppressWarnings("NullAway.Init") // set by picocli
	private CommandLine.Model.CommandSpec spec;

	@Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
	@SuppressWarnings("unused") // picocli's
	private boolean help;

	@Option(names = "--servers", split = ",", description = "Names of servers (all without TLS).")
	private List<String> servers = new ArrayList<>();

	@Option(names = "--scenarios", split = ",", defaultValue = DEFAULT_SCENARIOS,
			description = "Names of scenarios (${DEFAULT-VALUE}).")
	private List<String> scenarios = new ArrayList<>();

	@Option(names = "--rounds", defaultValue = "3",
			description = "Each server is started and measured so often, in turn with the others (${DEFAULT-VALUE}).")
	private int rounds;

	@Option(names = "--seconds", defaultValue = "2.5", description = "How long to measure (${DEFAULT-VALUE}).")
	private double seconds;

	@Option(names = "--lead", defaultValue = "0.8",
			description = "How long each scenario runs before it is measured (${DEFAULT-VALUE}).")
	private double lead;

	@Option(names = "--warm-up", defaultValue = "1",
			description = "Stretches the warm-up of a fresh process, of up to 16 s; 0 for none (${DEFAULT-VALUE}).")
	private double warmUp;

	@Option(names = "--rate", defaultValue = "10000",
			description = "Messages a second of scenario 'rate' (${DEFAULT-VALUE}).")
	private int rate;

	@Option(names = "--idle-connections", defaultValue = "10000",
			description = "Connections of scenario 'idle' (${DEFAULT-VALUE}).")
	private int idleConnections;

	@Option(names = "--server-cpus", defaultValue = "0",
			description = "The server's processors, as taskset takes them (${DEFAULT-VALUE}).")
	private String serverCpus = "";

	@Option(names = "--load-cpus", defaultValue = "1", description = "The generator's processors (${DEFAULT-VALUE}).")
	private String loadCpus = "";

	@Option(names = "--unpinned", description = "Let servers and generator run on all processors.")
	private boolean unpinned;

	@Option(names = "--jvm-options", split = " ", defaultValue = "-Xms1g -Xmx1g",
			description = "Options for the servers' JVMs (${DEFAULT-VALUE}).")
	private List<String> jvmOptions = new ArrayList<>();

	@Option(names = "--json", defaultValue = "benchmarks/target/comparison.json",
			description = "Also write every run to this file (${DEFAULT-VALUE}).")
	private Path json = Path.of("");

	@Option(names = "--verify", description = "Measure nothing, but check that all servers answer correctly.")
	private boolean verify;

	@Option(names = "--build", paramLabel = "NAME=DIRECTORY",
			description = "Run our servers with the compiled classes of another directory; twice to compare two builds.")
	private List<String> builds = new ArrayList<>();

	/**
	 * Runs the comparison.
	 * @param args see {@code --help}
	 */
	public static void main(String[] args) {
		System.exit(commandLine().execute(args));
	}

	static CommandLine commandLine() {
		CommandLine commandLine = new CommandLine(new Compare()).setParameterExceptionHandler(new MistakeHandler());
		List<String> footer = new ArrayList<>();
		Contestant.all().forEach((one) -> footer.add(line(one.name(), one.text())));
		footer.add("");
		Scenarios.texts().forEach((name, text) -> footer.add(line(name, text)));
		footer.add("");
		commandLine.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
		return commandLine;
	}

	private static String line(String name, String text) {
		// doubled, as picocli formats it
		return String.format(Locale.ROOT, "  %-16s%s", name, text).replace("%", "%%");
	}

	@Override
	public Integer call() throws Exception {
		List<Build> compared = builds();
		List<Contestant> contestants = contestants(compared);
		checkArguments();
		boolean pinned = !this.unpinned && JvmCommand.canPin();
		Settings settings = new Settings(pinned ? this.serverCpus : null, pinned ? this.loadCpus : null,
				this.jvmOptions, loadOptions(), Path.of("benchmarks/target/logs"));
		if (this.verify) {
			return verify(contestants, new Rounds(settings));
		}
		Report report = new Report(environment(pinned));
		for (int round = 1; round <= this.rounds; round++) {
			for (Contestant contestant : contestants) {
				progress("round " + round + " of " + this.rounds + ": " + contestant.name());
				for (Measurement measurement : new Rounds(settings).measure(contestant, this.scenarios)) {
					report.add(contestant.name(), round, measurement);
				}
				write(report);
			}
		}
		out().println(MarkdownTables.of(report));
		if (compared.size() == 2) {
			out().println(Ratios.of(report, compared.get(0), compared.get(1)));
		}
		return report.results().stream().allMatch((one) -> one.measurement().problem() == null) ? 0 : 1;
	}

	private List<Build> builds() {
		try {
			return this.builds.stream().map(Build::parse).toList();
		}
		catch (IllegalArgumentException ex) {
			throw mistake(String.valueOf(ex.getMessage()));
		}
	}

	private List<Contestant> contestants(List<Build> compared) {
		List<Contestant> known = compared.isEmpty() ? Contestant.all() : Contestant.ours();
		List<String> names = known.stream().map(Contestant::name).toList();
		for (String name : this.servers) {
			if (!names.contains(name)) {
				throw mistake("There is no server '" + name + "'; there are " + String.join(", ", names));
			}
		}
		List<Contestant> chosen = known.stream()
			.filter((one) -> this.servers.isEmpty() ? !one.onlyByName() : this.servers.contains(one.name()))
			.toList();
		if (compared.isEmpty()) {
			return chosen;
		}
		return chosen.stream().flatMap((one) -> compared.stream().map(one::of)).toList();
	}

	private void checkArguments() {
		for (String name : this.scenarios) {
			require(Scenarios.texts().containsKey(name), Scenarios.unknown(name));
		}
		require(this.rounds > 0, "--rounds must be greater than 0");
		require(this.seconds > 0, "--seconds must be greater than 0");
		require(this.lead >= 0 && this.warmUp >= 0, "--lead and --warm-up must not be negative");
		require(this.rate > 0 && this.idleConnections > 0, "--rate and --idle-connections must be greater than 0");
	}

	private void require(boolean valid, String complaint) {
		if (!valid) {
			throw mistake(complaint);
		}
	}

	private ParameterException mistake(String complaint) {
		return new ParameterException(this.spec.commandLine(), complaint);
	}

	private List<String> loadOptions() {
		return List.of("--seconds", Double.toString(this.seconds), "--lead", Double.toString(this.lead), "--warm-up",
				Double.toString(this.warmUp), "--rate", Integer.toString(this.rate), "--idle-connections",
				Integer.toString(this.idleConnections));
	}

	private Map<String, String> environment(boolean pinned) {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("jdk", Runtime.version().toString());
		environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
		environment.put("pinned", pinned ? "server to " + this.serverCpus + ", generator to " + this.loadCpus : "no");
		environment.put("jvmOptions", String.join(" ", this.jvmOptions));
		environment.put("rounds", Integer.toString(this.rounds));
		environment.put("seconds", Double.toString(this.seconds));
		environment.put("rate", Integer.toString(this.rate));
		return environment;
	}

	private int verify(List<Contestant> contestants, Rounds rounds) throws InterruptedException {
		boolean allCorrect = true;
		for (Contestant contestant : contestants) {
			List<String> problems = new ArrayList<>();
			for (Measurement measurement : rounds.verify(contestant)) {
				@Nullable String problem = measurement.problem();
				if (problem != null) {
					problems.add(measurement.scenario() + ": " + problem);
				}
			}
			allCorrect &= problems.isEmpty();
			out().printf("%-16s%s%n", contestant.name(), problems.isEmpty() ? "correct" : String.join("; ", problems));
			out().flush();
		}
		return allCorrect ? 0 : 1;
	}

	private void write(Report report) throws IOException {
		Path directory = this.json.toAbsolutePath().getParent();
		if (directory != null) {
			Files.createDirectories(directory);
		}
		JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(this.json.toFile(), report);
	}

	private PrintWriter out() {
		return this.spec.commandLine().getOut();
	}

	private void progress(String what) {
		this.spec.commandLine().getErr().println(what);
	}

}
