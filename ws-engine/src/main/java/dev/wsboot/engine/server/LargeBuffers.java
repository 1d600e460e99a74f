package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Lends direct buffers in which messages come together that are too large for one read.
 * Confined to its event loop.
 * <p>
 * Such a buffer is as large as the peer claims its frame to be, so that it can be read
 * into straight. What peers can get hold of without sending it is therefore limited: when
 * all is lent, messages come together on the heap, where they grow with the bytes that
 * came.
 */
final class LargeBuffers {

	private static final int MAX_TOTAL = 8 * 1024 * 1024;

	private final List<ByteBuffer> free = new ArrayList<>();

	/** Bytes of all buffers, lent or not. */
	private int total;

	/**
	 * Lends a buffer.
	 * @param size how many bytes it must hold
	 * @return the buffer, to be given back, or {@code null} if there is none
	 */
	@Nullable ByteBuffer borrow(int size) {
		if (size > MAX_TOTAL) {
			return null;
		}
		for (int i = this.free.size() - 1; i >= 0; i--) {
			if (this.free.get(i).capacity() >= size) {
				return this.free.remove(i).clear();
			}
		}
		int capacity = Integer.highestOneBit(size - 1) << 1;
		while (capacity > MAX_TOTAL - this.total) {
			if (this.free.isEmpty()) {
				return null;
			}
			// a smaller one makes room
			this.total -= this.free.remove(0).capacity();
		}
		try {
			ByteBuffer buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
			this.total += capacity;
			return buffer;
		}
		catch (OutOfMemoryError ex) {
			// the JVM's own limit on direct memory
			return null;
		}
	}

	void giveBack(ByteBuffer buffer) {
		this.free.add(buffer);
	}

}
