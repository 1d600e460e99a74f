/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Lends buffers on the heap to the threads that encrypt outside an event loop. Safe to
 * use from any thread; keeps no more buffers than can be in use at once without waiting.
 */
public final class HeapBuffers {

	private static final int MAX_KEPT = 2 * Runtime.getRuntime().availableProcessors();

	private final int size;

	/** Guarded by itself. */
	private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

	/**
	 * Creates a pool that is empty.
	 * @param size the size of each buffer in bytes
	 */
	public HeapBuffers(int size) {
		this.size = size;
	}

	public ByteBuffer borrow() {
		synchronized (this.free) {
			ByteBuffer buffer = this.free.poll();
			if (buffer != null) {
				return buffer;
			}
		}
		return ByteBuffer.allocate(this.size);
	}

	public void giveBack(ByteBuffer buffer) {
		synchronized (this.free) {
			if (this.free.size() < MAX_KEPT) {
				this.free.push(buffer);
			}
		}
	}

}
