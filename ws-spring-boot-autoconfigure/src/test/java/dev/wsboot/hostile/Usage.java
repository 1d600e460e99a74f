/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The resources that a process uses.
 *
 * @param connections open connections
 * @param buffered bytes that the budgets of its servers count
 * @param heap bytes of heap after a collection
 * @param direct bytes of direct buffers
 * @param threads threads of the JVM
 * @param files open file descriptors, or -1 if the system does not report them
 */
record Usage(long connections, long buffered, long heap, long direct, int threads, int files) {

	private static final Path FILE_DESCRIPTORS = Path.of("/proc/self/fd");

	/** Measures this process. */
	static Usage of(long connections, long buffered) {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return new Usage(connections, buffered, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
				direct, ManagementFactory.getThreadMXBean().getThreadCount(), fileDescriptors());
	}

	static Usage parse(String line) {
		long[] values = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
		return new Usage(values[0], values[1], values[2], values[3], (int) values[4], (int) values[5]);
	}

	String format() {
		return this.connections + " " + this.buffered + " " + this.heap + " " + this.direct + " " + this.threads + " "
				+ this.files;
	}

	private static int fileDescriptors() {
		try (Stream<Path> all = Files.list(FILE_DESCRIPTORS)) {
			return (int) all.count();
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
