/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * Lends direct buffers to the threads that write outside an event loop. Safe to use from
 * any thread.
 * <p>
 * A few buffers are reserved at the start, and further ones are kept once they are
 * allocated. Where the JVM has no memory for another one, a small buffer on the heap
 * takes its place: the JDK then copies to a direct buffer of that size, of which it keeps
 * one for each thread.
 */
public final class WriteBuffers {

	/** The size of direct buffers in bytes. */
	public static final int SIZE = 64 * 1024;

	/** The size of buffers on the heap in bytes. */
	private static final int SMALL = 8 * 1024;

	/** The number of direct buffers that are allocated at the start. */
	private static final int MAX_RESERVED = 8;

	/** The number of direct buffers that can be in use at once without waiting. */
	private static final int MAX = 2 * Runtime.getRuntime().availableProcessors();

	private final DirectMemory memory;

	/** The number of direct buffers that may be allocated. */
	private final int max;

	/** The direct buffers that are not lent. Guarded by itself. */
	private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

	/** The number of direct buffers, lent or not. Guarded by {@link #free}. */
	private int total;

	public WriteBuffers(DirectMemory memory) {
		this.memory = memory;
		this.max = (int) Math.max(1, Math.min(MAX, memory.limit() / 8 / SIZE));
	}

	/** Allocates buffers for the first threads, as there may be no memory later. */
	public void reserve() {
		synchronized (this.free) {
			while (this.total < Math.min(this.max, MAX_RESERVED)) {
				this.free.push(ByteBuffer.allocateDirect(SIZE));
				this.total++;
			}
		}
	}

	/**
	 * Lends a buffer: a smaller one on the heap if there is no direct one.
	 * @return the buffer, to be given back, or {@code null} if the JVM has no direct
	 * memory at all, so that only an event loop can write
	 */
	public @Nullable ByteBuffer borrow() {
		synchronized (this.free) {
			ByteBuffer buffer = this.free.poll();
			if (buffer == null && this.total < this.max) {
				buffer = this.memory.tryAllocate(SIZE);
				this.total += (buffer != null) ? 1 : 0;
			}
			if (buffer != null) {
				return buffer;
			}
		}
		return this.memory.canCopy() ? ByteBuffer.allocate(SMALL) : null;
	}

	public void giveBack(ByteBuffer buffer) {
		if (buffer.isDirect()) {
			synchronized (this.free) {
				this.free.push(buffer);
			}
		}
	}

}
