/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Lends direct buffers for incoming messages that are too large for one read. Shared by
 * all event loops of a server, and safe to use from any thread.
 * <p>
 * Such a buffer is as large as the peer claims its frame to be, so that the socket is
 * read into it directly. Memory that peers occupy without sending that much is therefore
 * limited, also to an eighth of the direct memory of the JVM. When all is lent, messages
 * are assembled on the heap, where they grow with the bytes received. Memory is never
 * returned to the JVM, which could reuse it only after a garbage collection.
 */
public final class LargeBuffers {

	/** The size of the largest buffer in bytes. */
	private static final int LARGEST = 8 * 1024 * 1024;

	/** The size of the smallest slab in bytes. */
	private static final int SMALLEST_SLAB = 1024 * 1024;

	private final DirectMemory memory;

	/** The size of a slab in bytes, unless a larger one is needed. */
	private final int slabSize;

	/** The bytes that all slabs together may have. */
	private final long max;

	/** All slabs. Guarded by this. */
	private final List<Slab> slabs = new ArrayList<>();

	/** The bytes of all slabs. Guarded by this. */
	private long total;

	/** The pieces that are lent, by their buffers. Guarded by this. */
	private final Map<ByteBuffer, Slab.Piece> lent = new IdentityHashMap<>();

	/**
	 * Creates buffers of which none is allocated yet.
	 * @param memory the direct memory of the JVM
	 * @param loops the number of event loops
	 * @param maxFrameSize the size of most sessions' largest frame
	 */
	public LargeBuffers(DirectMemory memory, int loops, int maxFrameSize) {
		this.memory = memory;
		this.max = Math.min((long) LARGEST * loops, memory.limit() / 8);
		this.slabSize = powerOfTwo(Math.min(LARGEST, Math.max(SMALLEST_SLAB, maxFrameSize)));
	}

	/**
	 * Lends a buffer.
	 * @param size the bytes that the buffer must hold
	 * @return the buffer, to be given back, or {@code null} if there is none
	 */
	public synchronized @Nullable ByteBuffer borrow(int size) {
		if (size > LARGEST) {
			return null;
		}
		int needed = Math.max(Slab.SMALLEST, powerOfTwo(size));
		for (Slab slab : this.slabs) {
			Slab.Piece piece = slab.borrow(needed);
			if (piece != null) {
				return lend(piece);
			}
		}
		Slab added = addSlab(needed);
		Slab.Piece piece = (added != null) ? added.borrow(needed) : null;
		return (piece != null) ? lend(piece) : null;
	}

	private ByteBuffer lend(Slab.Piece piece) {
		this.lent.put(piece.buffer(), piece);
		return piece.buffer();
	}

	private @Nullable Slab addSlab(int needed) {
		long room = this.max - this.total;
		if (needed > room) {
			return null;
		}
		int size = (int) Math.min(Math.max(this.slabSize, needed), Long.highestOneBit(room));
		ByteBuffer buffer = this.memory.tryAllocate(size);
		if (buffer == null) {
			return null;
		}
		this.total += size;
		Slab slab = new Slab(buffer);
		this.slabs.add(slab);
		return slab;
	}

	/** Takes back a buffer that was lent. */
	public synchronized void giveBack(ByteBuffer buffer) {
		Slab.Piece piece = this.lent.remove(buffer);
		if (piece != null) {
			piece.giveBack();
		}
	}

	private static int powerOfTwo(int atLeast) {
		return Integer.highestOneBit(atLeast - 1) << 1;
	}

}
