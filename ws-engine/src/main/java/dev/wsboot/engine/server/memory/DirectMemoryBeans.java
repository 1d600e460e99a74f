/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * Asks the JVM's management for its direct memory. A class of its own, as the modules
 * {@code java.management} and {@code jdk.management} may be missing at run time.
 */
final class DirectMemoryBeans {

	private DirectMemoryBeans() {
	}

	/**
	 * Returns the limit on the bytes of all direct buffers.
	 * @param unset the limit where the JVM has no option that says otherwise
	 */
	static long limit(long unset) {
		HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
		long option = (hotSpot != null) ? Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue()) : 0;
		return (option > 0) ? option : unset;
	}

	/** Returns a supplier of the bytes of all direct buffers. */
	static LongSupplier used() {
		for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
			if (pool.getName().equals("direct")) {
				return pool::getTotalCapacity;
			}
		}
		return () -> 0;
	}

}
