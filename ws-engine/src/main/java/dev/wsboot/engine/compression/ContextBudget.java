/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the native memory of the compression contexts that sessions keep. A session that
 * exceeds the limit is negotiated without context takeover. Safe to use from any thread.
 */
public final class ContextBudget {

	/**
	 * Native memory of a deflater in bytes when it is completely in use, independent of
	 * the window: 64 KiB each for the window, the hash chains, their heads and the
	 * pending output, and the state of zlib. Measured: 262 KiB resident.
	 */
	public static final long DEFLATER = 264 * 1024;

	/**
	 * Native memory of an inflater in bytes: its window of 32 KiB and the state of zlib.
	 * Measured: 39 KiB resident.
	 */
	public static final long INFLATER = 40 * 1024;

	private final long maxMemory;

	private final AtomicLong reserved = new AtomicLong();

	/**
	 * Creates a budget without reservations.
	 * @param maxMemory the limit in bytes
	 */
	public ContextBudget(long maxMemory) {
		this.maxMemory = maxMemory;
	}

	/**
	 * Reserves memory, if the limit allows it. If so, the caller must call
	 * {@link #release} once.
	 * @param bytes the number of bytes, possibly 0
	 * @return whether the memory is reserved
	 */
	public boolean reserve(long bytes) {
		long now;
		do {
			now = this.reserved.get();
			if (bytes > this.maxMemory - now) {
				return false;
			}
		}
		while (!this.reserved.compareAndSet(now, now + bytes));
		return true;
	}

	/**
	 * Releases reserved memory.
	 * @param bytes the number of bytes that were reserved
	 */
	public void release(long bytes) {
		this.reserved.addAndGet(-bytes);
	}

	/**
	 * Returns the size of the reserved memory.
	 * @return the number of bytes, at most the limit
	 */
	public long reserved() {
		return this.reserved.get();
	}

}
