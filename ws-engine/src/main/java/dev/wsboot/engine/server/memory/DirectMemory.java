/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The JVM's limit on the memory of direct buffers, and how much of that memory is free.
 * Safe to use from any thread.
 * <p>
 * An allocation beyond the limit takes a full collection and half a second before it
 * fails. Buffers that are not essential are therefore allocated only while a quarter of
 * the limit stays free, and not at all for a while after a failure.
 */
public final class DirectMemory {

	/** The time after a failure in which no allocation is tried. */
	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

	/** The limit on all direct buffers of the JVM in bytes. */
	private final long limit;

	/** Returns the bytes of all direct buffers of the JVM. */
	private final LongSupplier used;

	/** Returns the time in nanoseconds. */
	private final LongSupplier clock;

	/** The last failure of a buffer. */
	private final Failure ofBuffer = new Failure();

	/** The last failure of a copy by the JDK, which is smaller than a buffer. */
	private final Failure ofCopy = new Failure();

	/**
	 * Creates a view of the JVM's direct memory.
	 * @param limit the bytes that all direct buffers may have together
	 * @param used returns the bytes that they have
	 * @param clock returns the time in nanoseconds
	 */
	DirectMemory(long limit, LongSupplier used, LongSupplier clock) {
		this.limit = limit;
		this.used = used;
		this.clock = clock;
	}

	/** Returns the direct memory of this JVM. */
	public static DirectMemory ofJvm() {
		return OfJvm.MEMORY;
	}

	private static DirectMemory measured() {
		long heap = Runtime.getRuntime().maxMemory();
		try {
			return new DirectMemory(DirectMemoryBeans.limit(heap), DirectMemoryBeans.used(), System::nanoTime);
		}
		catch (LinkageError | RuntimeException ex) {
			// a run-time image without the modules of management, or another JVM: without
			// the option, the limit is the heap's
			return new DirectMemory(heap, () -> 0, System::nanoTime);
		}
	}

	/** Returns the bytes that all direct buffers together may have. */
	public long limit() {
		return this.limit;
	}

	/**
	 * Allocates a buffer, unless that might fail.
	 * @return the buffer, or {@code null} if too little memory is free
	 */
	@Nullable ByteBuffer tryAllocate(int size) {
		if (!hasRoom(size)) {
			return null;
		}
		try {
			return ByteBuffer.allocateDirect(size);
		}
		catch (OutOfMemoryError ex) {
			this.ofBuffer.set(this.clock.getAsLong());
			return null;
		}
	}

	/** Allocates a buffer, on the heap if it cannot be a direct one. */
	public ByteBuffer allocate(int size) {
		ByteBuffer buffer = tryAllocate(size);
		return (buffer != null) ? buffer : ByteBuffer.allocate(size);
	}

	/** Returns true if bytes can be allocated, and a quarter of the limit stays free. */
	private boolean hasRoom(int size) {
		return !this.ofBuffer.isRecent(this.clock) && this.used.getAsLong() + size <= this.limit - this.limit / 4;
	}

	/**
	 * Returns true if the JDK can copy buffers on the heap to write them, as far as is
	 * known.
	 */
	boolean canCopy() {
		return !this.ofCopy.isRecent(this.clock);
	}

	/**
	 * Notes that a buffer could not be written. The JDK copies a buffer on the heap to a
	 * direct one of its own first, for which there may be no memory.
	 * @param buffer the buffer
	 * @param failure the failure, which is thrown if it has another cause
	 */
	public void onWriteFailure(ByteBuffer buffer, OutOfMemoryError failure) {
		if (buffer.isDirect()) {
			throw failure;
		}
		this.ofCopy.set(this.clock.getAsLong());
	}

	/**
	 * The time of the last failure of a kind of allocation.
	 */
	private static final class Failure {

		private volatile boolean happened;

		private volatile long at;

		private void set(long now) {
			this.at = now;
			this.happened = true;
		}

		private boolean isRecent(LongSupplier clock) {
			return this.happened && clock.getAsLong() - this.at < PAUSE_NANOS;
		}

	}

	/** Holds the direct memory of this JVM, which is measured with the first server. */
	private static final class OfJvm {

		private static final DirectMemory MEMORY = measured();

	}

}
