/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process with servers uses, as {@link ServerProcess} is told. What only Linux
 * tells is -1 elsewhere.
 *
 * @param sessions open sessions
 * @param connections open connections, those in the handshake included
 * @param threads threads of the JVM
 * @param heap bytes of heap after a collection
 * @param resident resident bytes
 * @param direct bytes of direct buffers
 * @param files open file descriptors
 * @param zips inflaters and deflaters
 * @param buffered bytes of messages that are held
 */
record Usage(int sessions, int connections, int threads, long heap, long resident, long direct, int files, int zips,
		long buffered) {

	private static final Path FILE_DESCRIPTORS = Path.of("/proc/self/fd");

	/** Of this process. */
	static Usage of(List<WsServer> servers) {
		return new Usage(servers.stream().mapToInt((server) -> server.sessions().count()).sum(),
				(int) servers.stream().mapToLong((server) -> server.counters().openConnections()).sum(),
				ManagementFactory.getThreadMXBean().getThreadCount(), usedHeap(), residentBytes(), directMemory(),
				fileDescriptors(), servers.stream().mapToInt(WsServer::zipsAlive).sum(),
				servers.stream().mapToLong((server) -> server.counters().bufferedBytes()).sum());
	}

	static Usage parse(String line) {
		long[] values = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
		return new Usage((int) values[0], (int) values[1], (int) values[2], values[3], values[4], values[5],
				(int) values[6], (int) values[7], values[8]);
	}

	String format() {
		return this.sessions + " " + this.connections + " " + this.threads + " " + this.heap + " " + this.resident + " "
				+ this.direct + " " + this.files + " " + this.zips + " " + this.buffered;
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long residentBytes() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
				}
			}
		}
		catch (IOException ex) {
			// another system, or no file descriptors left
		}
		return -1;
	}

	static long directMemory() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	static int fileDescriptors() {
		try (Stream<Path> all = Files.list(FILE_DESCRIPTORS)) {
			return (int) all.count();
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
