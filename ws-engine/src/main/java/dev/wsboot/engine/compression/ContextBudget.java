/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the native memory for compression contexts that sessions keep; a session that
 * finds no room is to be negotiated without takeover. Safe to use from any thread.
 */
public final class ContextBudget {

	/**
	 * Native bytes of a deflater once all of it is in use, whatever the window: 64 KiB
	 * each for the window, the hash chains, their heads and the pending output, and
	 * zlib's own state. Measured: 262 KiB resident.
	 */
	public static final long DEFLATER = 264 * 1024;

	/**
	 * Native bytes of an inflater: its window of 32 KiB and zlib's own state. Measured:
	 * 39 KiB resident.
	 */
	public static final long INFLATER = 40 * 1024;

	private final long maxMemory;

	private final AtomicLong reserved = new AtomicLong();

	/**
	 * Creates a budget of which nothing is reserved.
	 * @param maxMemory in bytes
	 */
	public ContextBudget(long maxMemory) {
		this.maxMemory = maxMemory;
	}

	/**
	 * Reserves memory, if there is room; then {@link #release} must follow, once.
	 * @param bytes how much, possibly 0
	 * @return whether it is reserved
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
	 * Gives memory back.
	 * @param bytes as much as was reserved
	 */
	public void release(long bytes) {
		this.reserved.addAndGet(-bytes);
	}

	/**
	 * Returns how much is reserved now.
	 * @return bytes, never more than the budget
	 */
	public long reserved() {
		return this.reserved.get();
	}

}
