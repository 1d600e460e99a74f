/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of another JVM at one moment. An immutable value.
 *
 * @param heap bytes of the objects that survive a collection
 * @param resident bytes of its resident memory
 */
public record JavaMemory(long heap, long resident) {

	private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

	private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB", Pattern.MULTILINE);

	public static JavaMemory read(long pid) {
		try {
			// twice: what the first collection enqueues, the second frees
			jcmd(pid, "GC.run");
			long heap = number(HISTOGRAM_TOTAL, jcmd(pid, "GC.class_histogram"));
			Path rollup = Path.of("/proc/" + pid + "/smaps_rollup");
			return new JavaMemory(heap, 1024 * number(RESIDENT, Files.readString(rollup)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the memory of process " + pid, ex);
		}
	}

	private static String jcmd(long pid, String command) throws IOException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		Process process = new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static long number(Pattern pattern, String text) throws IOException {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			throw new IOException("No '" + pattern + "' in: " + text.lines().findFirst().orElse(""));
		}
		return Long.parseLong(matcher.group(1));
	}

}
