/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The settings for starting servers and load generators. An immutable value.
 *
 * @param serverProcessors the server's processors, as {@code taskset} takes them, or
 * {@code null}
 * @param loadProcessors the generator's
 * @param serverJvmOptions options for the server's JVM
 * @param loadOptions options for the generator
 * @param logs where the output of servers goes
 */
record Settings(@Nullable String serverProcessors, @Nullable String loadProcessors, List<String> serverJvmOptions,
		List<String> loadOptions, Path logs) {
}
