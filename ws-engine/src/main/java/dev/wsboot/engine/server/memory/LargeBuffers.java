package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Lends direct buffers in which messages come together that are too large for one read.
 * Shared by all event loops of a server, and safe to use from any thread.
 * <p>
 * Such a buffer is as large as the peer claims its frame to be, so that it can be read
 * into straight. What peers can get hold of without sending it is therefore limited, also
 * by an eighth of the JVM's own limit. When all is lent, messages come together on the
 * heap, where they grow with the bytes that came. Memory is never given back to the JVM,
 * which would get hold of it only by a collection.
 */
public final class LargeBuffers {

	private static final int LARGEST = 8 * 1024 * 1024;

	private static final int SMALLEST_SLAB = 1024 * 1024;

	private final DirectMemory memory;

	/** The size of a slab in bytes, unless a larger one is needed. */
	private final int slabSize;

	/** The bytes that all slabs may have together. */
	private final long max;

	/** Guarded by this. */
	private final List<Slab> slabs = new ArrayList<>();

	/** The bytes of all slabs. Guarded by this. */
	private long total;

	/** Guarded by this. */
	private final Map<ByteBuffer, Slab.Piece> lent = new IdentityHashMap<>();

	/**
	 * Creates buffers of which none is allocated yet.
	 * @param memory what they are allocated from
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
	 * @param size how many bytes it must hold
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
