/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.wsboot.benchmarks.load.Load;
import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Target;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the generator in a JVM of its own. Stateless.
 */
final class LoadProcess {

	private static final long LONGEST_MINUTES = 15;

	private static final JsonMapper JSON = new JsonMapper();

	private LoadProcess() {
	}

	/**
	 * Loads a server and waits for the end of that.
	 * @param settings how to start the generator
	 * @param target the server
	 * @param arguments more arguments: scenarios, or what to verify
	 * @return what it has measured
	 * @throws IOException if it fails as a whole
	 * @throws InterruptedException if the thread is interrupted
	 */
	static List<Measurement> run(Settings settings, Target target, List<String> arguments)
			throws IOException, InterruptedException {
		Files.createDirectories(settings.logs());
		Path output = settings.logs().resolve("load.out");
		Path errors = settings.logs().resolve("load.err");
		Process process = new JvmCommand(settings.loadProcessors()).add("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
			.add("-cp", System.getProperty("java.class.path"), Load.class.getName())
			.add(options(target))
			.add(settings.loadOptions())
			.add(arguments)
			.toProcess()
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		Thread atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(atExit);
		try {
			if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IOException("The generator has failed: "
						+ Files.readString(errors).lines().findFirst().orElse("it took too long"));
			}
		}
		finally {
			process.destroyForcibly();
			Runtime.getRuntime().removeShutdownHook(atExit);
		}
		return Files.readAllLines(output).stream().map((line) -> JSON.readValue(line, Measurement.class)).toList();
	}

	private static List<String> options(Target target) {
		return List.of("--port", Integer.toString(target.port()), "--fan-out-port",
				Integer.toString(target.fanOutPort()), "--echo-path", target.echoPath(), "--fan-out-path",
				target.fanOutPath(), "--pid", Long.toString(target.pid()), "--wire", target.wire().name());
	}

}
