/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.wsboot.benchmarks.load.scenario.Target;

/**
 * Processor times at one moment, from Linux's {@code /proc}. An immutable value.
 *
 * @param nanoTime the moment
 * @param server seconds that the server's process has used, all threads, also ended ones
 * @param load seconds that this process has used
 * @param machine seconds that all processors have worked, or another machine has on them
 */
public record CpuTimes(long nanoTime, double server, double load, double machine) {

	/** The kernel's unit of time for user space, on every Linux. */
	private static final double TICKS_PER_SECOND = 100;

	private static final int UTIME = 11;

	private static final int STIME = 12;

	public static CpuTimes now(Target target) {
		long own = ProcessHandle.current().pid();
		return new CpuTimes(System.nanoTime(), (target.pid() != 0) ? ofProcess(target.pid()) : 0, ofProcess(own),
				ofMachine());
	}

	public double secondsSince(CpuTimes earlier) {
		return (this.nanoTime - earlier.nanoTime) / 1e9;
	}

	private static double ofProcess(long pid) {
		String stat = read(Path.of("/proc/" + pid + "/stat"));
		// the name of the program before it may hold spaces
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
		return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
	}

	/** User, nice, system, irq, softirq and steal; neither idle nor waiting. */
	private static double ofMachine() {
		String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
		double ticks = 0;
		for (int i : new int[] { 1, 2, 3, 6, 7, 8 }) {
			ticks += Long.parseLong(fields[i]);
		}
		return ticks / TICKS_PER_SECOND;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot read " + file + ": has the process ended? (Other systems than Linux have no /proc)", ex);
		}
	}

}
