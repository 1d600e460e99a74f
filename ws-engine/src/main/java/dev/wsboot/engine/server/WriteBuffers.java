package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Lends buffers to the threads that write outside an event loop. Safe to use from any
 * thread; owns no more buffers than can be in use at once without waiting.
 */
final class WriteBuffers {

	static final int SIZE = 64 * 1024;

	private static final int MAX_KEPT = 2 * Runtime.getRuntime().availableProcessors();

	private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

	private final Supplier<ByteBuffer> allocator;

	WriteBuffers(Supplier<ByteBuffer> allocator) {
		this.allocator = allocator;
	}

	ByteBuffer borrow() {
		synchronized (this.free) {
			ByteBuffer buffer = this.free.poll();
			if (buffer != null) {
				return buffer;
			}
		}
		return this.allocator.get();
	}

	void giveBack(ByteBuffer buffer) {
		synchronized (this.free) {
			if (this.free.size() < MAX_KEPT) {
				this.free.push(buffer);
			}
		}
	}

}
