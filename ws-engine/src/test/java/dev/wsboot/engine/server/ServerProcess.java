/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An {@link IdleServer}, or another one, in a JVM of its own, so that its heap, its file
 * descriptors and its processor time are its own, too.
 */
final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private final OutputStream commands;

	final int port;

	/** All, if it has several. */
	final int[] ports;

	private ServerProcess(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.answers = this.process.inputReader();
		this.commands = this.process.getOutputStream();
		String first = this.answers.readLine();
		assertThat(first).as("port of a server that has started").isNotNull();
		this.ports = Arrays.stream(first.split(" ")).mapToInt(Integer::parseInt).toArray();
		this.port = this.ports[0];
	}

	static ServerProcess start(String... jvmArguments) throws IOException {
		return start(IdleServer.class, jvmArguments);
	}

	/**
	 * Starts a class that prints its ports, and a {@link Usage} for each line it reads.
	 */
	static ServerProcess start(Class<?> main, String... jvmArguments) throws IOException {
		return new ServerProcess(command(main, System.getProperty("java.class.path"), jvmArguments));
	}

	/**
	 * Starts a server that may have only so many files and sockets open. It runs from a
	 * jar, as servers do: a jar stays open, but a class in a folder takes a file to load.
	 */
	static ServerProcess startWithFiles(int limit, Path folder) throws IOException {
		Path jar = folder.resolve("engine.jar");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
				if (Files.isDirectory(Path.of(entry, "dev"))) {
					pack(Path.of(entry), zip);
				}
			}
		}
		List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + limit + "; exec \"$@\"", "bash"));
		command.addAll(command(IdleServer.class, jar.toString()));
		return new ServerProcess(command);
	}

	private static void pack(Path folder, ZipOutputStream zip) throws IOException {
		try (Stream<Path> files = Files.walk(folder.resolve("dev"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
				Files.copy(file, zip);
			}
		}
	}

	private static List<String> command(Class<?> main, String classPath, String... jvmArguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		if (Servers.TLS) {
			command.add("-Dws.test.tls=true");
		}
		command.addAll(Arrays.asList(jvmArguments));
		command.addAll(List.of("-cp", classPath, main.getName()));
		return command;
	}

	Usage usage() throws IOException {
		return Usage.parse(answer());
	}

	/** Returns what the server answers to an empty line. */
	String answer() throws IOException {
		this.commands.write('\n');
		this.commands.flush();
		String answer = this.answers.readLine();
		assertThat(answer).as("answer of a server that lives").isNotNull();
		return answer;
	}

	Duration processorTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	/**
	 * Waits until the process has used less than a share of a processor for a second. A
	 * spinning thread uses more than this share, even on a busy machine.
	 * @param percent the share
	 * @return the time until that second began
	 */
	Duration awaitRest(int percent) throws Exception {
		long begin = System.nanoTime();
		AtomicLong rest = new AtomicLong();
		Await.until("the server uses less than " + percent + " % of a processor for a second", () -> {
			Duration before = processorTime();
			long from = System.nanoTime();
			LockSupport.parkNanos(1_000_000_000);
			long elapsed = System.nanoTime() - from;
			rest.set(from - begin);
			return processorTime().minus(before).toNanos() < elapsed / 100 * percent;
		});
		return Duration.ofNanos(rest.get());
	}

	/** Ends the process at once: no test is about how it stops. */
	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		this.commands.close();
		this.answers.close();
	}

}
