package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Lends direct buffers to the threads that write outside an event loop. Safe to use from
 * any thread; owns no more buffers than can be in use at once without waiting.
 */
final class WriteBuffers {

	static final int SIZE = 64 * 1024;

	private static final int MAX_KEPT = 2 * Runtime.getRuntime().availableProcessors();

	private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

	ByteBuffer borrow() {
		synchronized (this.free) {
			ByteBuffer buffer = this.free.poll();
			if (buffer != null) {
				return buffer;
			}
		}
		return ByteBuffer.allocateDirect(SIZE);
	}

	void giveBack(ByteBuffer buffer) {
		synchronized (this.free) {
			if (this.free.size() < MAX_KEPT) {
				this.free.push(buffer);
			}
		}
	}

}
