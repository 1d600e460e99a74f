/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The npm packages that tests use, in the versions of
 * {@code src/test/js/package-lock.json}.
 */
final class NpmPackages {

	private static final Path SOURCE = Path.of("src", "test", "js");

	private static final Path WORK = Path.of("target", "npm");

	private NpmPackages() {
	}

	/**
	 * Installs the packages, unless an earlier test has, or skips the test where there is
	 * no npm.
	 * @return the folder with {@code node_modules} and all files of {@code src/test/js}
	 */
	static Path install() throws Exception {
		Path npm = NeededTool.find("npm");
		Files.createDirectories(WORK);
		boolean sameLock = isSame("package-lock.json");
		for (String file : List.of("client.mjs", "package.json", "package-lock.json")) {
			Files.copy(SOURCE.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
		if (!sameLock || !Files.exists(WORK.resolve("node_modules/.package-lock.json"))) {
			run(WORK, List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
		}
		return WORK;
	}

	private static boolean isSame(String file) throws IOException {
		Path copy = WORK.resolve(file);
		return Files.exists(copy) && Files.mismatch(SOURCE.resolve(file), copy) == -1;
	}

	/**
	 * Runs a command, which must succeed.
	 * @param folder the working directory
	 * @param command the command
	 * @return what the command has written
	 */
	static String run(Path folder, List<String> command) throws Exception {
		Path log = Files.createTempFile(folder, "output", ".txt");
		Process process = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		boolean ended = process.waitFor(3, TimeUnit.MINUTES);
		process.destroyForcibly();
		String output = Files.readString(log, StandardCharsets.UTF_8);
		assertThat(ended).as("%s ends in time:%n%s", command, output).isTrue();
		assertThat(process.exitValue()).as("%s:%n%s", command, output).isZero();
		return output;
	}

}
