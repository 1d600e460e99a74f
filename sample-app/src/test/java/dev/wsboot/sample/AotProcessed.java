/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was processed ahead of time, compiled, and runs in a JVM of its own
 * from what was generated.
 */
final class AotProcessed implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("WebSocket server started on port (\\d+)");

	private final Process process;

	private final List<String> output = new ArrayList<>();

	private final int port;

	private AotProcessed(Process process) throws IOException {
		this.process = process;
		this.port = awaitPort();
	}

	static AotProcessed start(Class<?> application, Path directory) throws IOException {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectories(directory.resolve("classes"));
		Settings settings = Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(classes)
			.classOutput(classes)
			.groupId("com.example")
			.artifactId("application")
			.build();
		new SpringApplicationAotProcessor(application, settings, new String[0]).process();
		compile(sources, classes);
		String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-Dspring.aot.enabled=true", "-cp", classPath,
				application.getName(), "--server.port=0", "--ws.port=0")
			.redirectErrorStream(true)
			.start();
		try {
			return new AotProcessed(process);
		}
		catch (Throwable ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static void compile(Path sources, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> options = List.of("-d", classes.toString(), "-cp",
				classes + File.pathSeparator + System.getProperty("java.class.path"), "-proc:none", "-nowarn");
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(sources)) {
			List<Path> java = found.filter((path) -> path.toString().endsWith(".java")).toList();
			assertThat(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java)).call())
				.isTrue();
		}
	}

	private int awaitPort() throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			this.output.add(line);
			Matcher matcher = STARTED.matcher(line);
			if (matcher.find()) {
				Thread rest = new Thread(() -> reader.lines().forEach((more) -> {
				}));
				rest.setDaemon(true);
				rest.start();
				return Integer.parseInt(matcher.group(1));
			}
		}
		throw new IllegalStateException("Did not start:\n" + String.join("\n", this.output));
	}

	String uri(String path) {
		return "ws://localhost:" + this.port + path;
	}

	String output() {
		return String.join("\n", this.output);
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
