/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * How much memory the calling thread allocates, for tests that bound what hostile bytes
 * cost.
 */
public final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/**
	 * Runs code and counts what it allocates.
	 * @param code the code
	 * @return bytes on the heap, those that are garbage already among them
	 */
	public static long of(Runnable code) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		code.run();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

}
