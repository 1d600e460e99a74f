package dev.wsboot.engine.server;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The two buffers with which all TLS connections of one event loop are read and written.
 * Confined to that; takes no memory before the first use.
 */
final class TlsBuffers {

	private @Nullable ByteBuffer input;

	private @Nullable ByteBuffer output;

	/** For what comes from the socket. It may be in use while something is written. */
	ByteBuffer input() {
		ByteBuffer buffer = this.input;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.input = buffer;
		}
		return buffer;
	}

	/** For what goes to the socket. */
	ByteBuffer output() {
		ByteBuffer buffer = this.output;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.output = buffer;
		}
		return buffer;
	}

}
