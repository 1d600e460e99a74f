/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.wsboot.test.WsTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample in a process of its own, on free ports.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("WebSocket server started on port (\\d+)");

	private final Process process;

	private final int port;

	private SampleProcess(Process process) throws IOException {
		this.process = process;
		try {
			this.port = port(process.inputReader());
		}
		catch (IOException | AssertionError ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/**
	 * Starts the sample and waits until it listens.
	 * @param options the JVM's, and behind them the application's, which begin with
	 * {@code --}
	 */
	static SampleProcess start(String... options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(
				List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		List.of(options).stream().filter((option) -> !option.startsWith("--")).forEach(command::add);
		command.addAll(List.of(SampleApplication.class.getName(), "--server.port=0", "--ws.port=0"));
		List.of(options).stream().filter((option) -> option.startsWith("--")).forEach(command::add);
		return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private static int port(BufferedReader output) throws IOException {
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher matcher = STARTED.matcher(line);
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
			log.append(line).append('\n');
		}
		throw new AssertionError("The sample has not started:\n" + log);
	}

	WsTestClient connect(String path) {
		return WsTestClient.connect("ws://localhost:" + this.port + path);
	}

	/** Sends SIGTERM. */
	void terminate() {
		this.process.destroy();
	}

	int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).as("has exited").isTrue();
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
