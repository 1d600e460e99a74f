/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link HostileServer} in a JVM of its own, which ends with the first
 * OutOfMemoryError.
 */
final class HostileProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private final OutputStream commands;

	/** The port without TLS. */
	final int port;

	/** The port with TLS. */
	final int tlsPort;

	HostileProcess(String jvmOptions) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(Arrays.asList(jvmOptions.split(" ", -1)));
		command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
				HostileServer.class.getName()));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.answers = this.process.inputReader();
		this.commands = this.process.getOutputStream();
		String first = this.answers.readLine();
		assertThat(first).as("ports of a server that has started").isNotNull();
		String[] ports = first.split(" ", -1);
		this.port = Integer.parseInt(ports[0]);
		this.tlsPort = Integer.parseInt(ports[1]);
	}

	Usage usage() throws IOException {
		this.commands.write('\n');
		this.commands.flush();
		String answer = this.answers.readLine();
		assertThat(answer).as("answer of a server that lives").isNotNull();
		return Usage.parse(answer);
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.commands.close();
		this.answers.close();
	}

}
