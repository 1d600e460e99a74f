/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each source file begins with the license header. Sources that users read as examples,
 * in the recipes and on the page of the sample, are exempt.
 */
class SourceHeadersTest {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final List<String> MODULES = List.of("ws-engine", "ws-spring-boot-autoconfigure",
			"ws-spring-boot-starter", "ws-spring-boot-test", "sample-app", "benchmarks");

	private static final String HEADER = """
			/*
			 * Copyright 2026 the original author or authors
			 *
			 * SPDX-License-Identifier: Apache-2.0
			 */

			""";

	@Test
	void sourcesBeginWithTheLicenseHeader() throws IOException {
		for (String module : MODULES) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
				for (Path file : files.filter(SourceHeadersTest::needsHeader).toList()) {
					assertThat(Files.readString(file)).as("%s begins with the license header", ROOT.relativize(file))
						.startsWith(HEADER);
				}
			}
		}
	}

	private static boolean needsHeader(Path file) {
		String path = ROOT.relativize(file).toString().replace('\\', '/');
		return path.matches(".*\\.(java|kt)") && !path.contains("/com/example/")
				&& !path.startsWith("sample-app/src/main/");
	}

}
