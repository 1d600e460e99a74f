/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.server.memory.DirectMemory;
import org.jspecify.annotations.Nullable;

/**
 * The inflaters, deflaters and buffers that the sessions of one event loop share for
 * permessage-deflate. Confined to the loop, except for the pools, which any thread may
 * use.
 */
public final class ZipPools implements AutoCloseable {

	/**
	 * Maximum number of idle inflaters. Each incomplete message occupies one, so more may
	 * be in use.
	 */
	private static final int MAX_INFLATERS = 32;

	/**
	 * Maximum number of idle deflaters. Each thread that is sending a message borrows
	 * one.
	 */
	private static final int MAX_DEFLATERS = 16;

	/** Maximum number of bytes inflated in one step. */
	private static final int CHUNK = 16 * 1024;

	/** Time in nanoseconds after which unused inflaters and deflaters are ended. */
	private static final long SHRINK_NANOS = 1_000_000_000;

	final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(MAX_INFLATERS);

	final ZipPool<Deflater> deflaters;

	private @Nullable ByteBuffer chunk;

	private long nextShrink;

	public ZipPools(int level, long now) {
		this.deflaters = ZipPool.ofDeflaters(level, MAX_DEFLATERS);
		this.nextShrink = now + SHRINK_NANOS;
	}

	/** Returns the buffer for the output of one inflation step. */
	ByteBuffer chunk() {
		if (this.chunk == null) {
			this.chunk = DirectMemory.ofJvm().allocate(CHUNK);
		}
		return this.chunk;
	}

	/** Ends inflaters and deflaters that were not needed for a while. */
	public void onTick(long now) {
		if (now - this.nextShrink >= 0) {
			this.nextShrink = now + SHRINK_NANOS;
			this.inflaters.shrink();
			this.deflaters.shrink();
		}
	}

	/**
	 * Returns the number of inflaters and deflaters, borrowed or idle. Safe from any
	 * thread.
	 */
	public int alive() {
		return this.inflaters.alive() + this.deflaters.alive();
	}

	@Override
	public void close() {
		this.inflaters.close();
		this.deflaters.close();
	}

}
