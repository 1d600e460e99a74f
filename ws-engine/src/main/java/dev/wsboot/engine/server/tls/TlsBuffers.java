/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.nio.ByteBuffer;

import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The buffers with which all TLS connections of one event loop are read and written.
 * Confined to that loop; takes no memory before the first use.
 */
final class TlsBuffers {

	private @Nullable ByteBuffer input;

	private @Nullable ByteBuffer output;

	private @Nullable ByteBuffer direct;

	/**
	 * Returns the buffer for input from the socket, which may be in use while something
	 * is written.
	 */
	ByteBuffer input() {
		ByteBuffer buffer = this.input;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.input = buffer;
		}
		return buffer;
	}

	/** Returns the buffer for encrypted output. */
	ByteBuffer output() {
		ByteBuffer buffer = this.output;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.output = buffer;
		}
		return buffer;
	}

	/** Returns the direct buffer from which encrypted output goes to the socket. */
	ByteBuffer direct() {
		ByteBuffer buffer = this.direct;
		if (buffer == null) {
			buffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);
			this.direct = buffer;
		}
		return buffer;
	}

}
