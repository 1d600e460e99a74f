/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The command that starts a JVM like ours, perhaps on processors of its own. For one
 * thread.
 */
final class JvmCommand {

	private final List<String> words = new ArrayList<>();

	/**
	 * Begins a command.
	 * @param processors those to run on, as {@code taskset} takes them; {@code null} for
	 * all
	 */
	JvmCommand(@Nullable String processors) {
		if (processors != null) {
			this.words.addAll(List.of("taskset", "-c", processors));
		}
		this.words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		if (Runtime.version().feature() >= 24) {
			// what Netty asks for, so that nobody is slower for the lack of it
			add("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
		}
	}

	JvmCommand add(String... more) {
		Collections.addAll(this.words, more);
		return this;
	}

	JvmCommand add(List<String> more) {
		this.words.addAll(more);
		return this;
	}

	ProcessBuilder toProcess() {
		return new ProcessBuilder(this.words);
	}

	/** Returns true if this machine can pin processes to processors. */
	static boolean canPin() {
		try {
			return Runtime.getRuntime().availableProcessors() > 1
					&& new ProcessBuilder("taskset", "-V").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
