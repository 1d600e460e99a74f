/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.LogFactory;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A program that a test needs and a developer's machine may lack: the test is skipped
 * there. Where the environment says {@code CI=true}, it fails instead.
 */
final class NeededTool {

	private NeededTool() {
	}

	/**
	 * Finds a program on the path.
	 * @param names what it may be called
	 * @return the first that is there
	 */
	static Path find(String... names) {
		Optional<Path> found = Arrays.stream(names).flatMap(NeededTool::onPath).findFirst();
		if (found.isPresent()) {
			return found.get();
		}
		String missing = "Not tested: this machine has none of " + Arrays.toString(names);
		if ("true".equals(System.getenv("CI"))) {
			return fail(missing);
		}
		LogFactory.getLog(NeededTool.class).warn(missing);
		return abort(missing);
	}

	private static Stream<Path> onPath(String name) {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/bin"))
			.filter((folder) -> !folder.isEmpty())
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable);
	}

}
