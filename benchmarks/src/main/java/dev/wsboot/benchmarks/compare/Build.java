/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A build of this project in another directory, such as that of another revision. An
 * immutable value.
 *
 * @param name what the tables call it
 * @param directory the root of its sources, compiled
 */
record Build(String name, Path directory) {

	private static final List<String> MODULES = List.of("ws-engine", "ws-spring-boot-autoconfigure");

	/**
	 * Reads {@code NAME=DIRECTORY}.
	 * @param text the text
	 * @return the build
	 * @throws IllegalArgumentException if it is none
	 */
	static Build parse(String text) {
		int equals = text.indexOf('=');
		if (equals <= 0) {
			throw new IllegalArgumentException("'" + text + "' is not NAME=DIRECTORY");
		}
		Build build = new Build(text.substring(0, equals), Path.of(text.substring(equals + 1)));
		for (String module : MODULES) {
			if (!Files.isDirectory(build.classes(module))) {
				throw new IllegalArgumentException("There is no " + build.classes(module)
						+ "; compile that build first: ./mvnw -pl ws-spring-boot-starter -am compile");
			}
		}
		return build;
	}

	private Path classes(String module) {
		return this.directory.resolve(module).resolve("target/classes");
	}

	/**
	 * Puts this build's classes in the place of ours.
	 * @param ours the class path of this process
	 * @return the class path for a server
	 */
	String classPath(String ours) {
		Stream<String> own = MODULES.stream().map((module) -> classes(module).toString());
		Stream<String> others = Stream.of(ours.split(File.pathSeparator, -1)).filter((entry) -> !isReplaced(entry));
		return Stream.concat(own, others).collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isReplaced(String entry) {
		Path path = Path.of(entry);
		return MODULES.stream()
			.anyMatch((module) -> String.valueOf(path.getFileName()).startsWith(module + "-")
					|| path.endsWith(Path.of(module, "target", "classes")));
	}

}
