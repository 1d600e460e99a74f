package dev.wsboot.engine.server;

import java.nio.ByteBuffer;

import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The buffers with which all TLS connections of one event loop are read and written.
 * Confined to that; takes no memory before the first use.
 */
final class TlsBuffers {

	private @Nullable ByteBuffer input;

	private @Nullable ByteBuffer output;

	private @Nullable ByteBuffer direct;

	/** For what comes from the socket. It may be in use while something is written. */
	ByteBuffer input() {
		ByteBuffer buffer = this.input;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.input = buffer;
		}
		return buffer;
	}

	/** For what is encrypted. */
	ByteBuffer output() {
		ByteBuffer buffer = this.output;
		if (buffer == null) {
			buffer = ByteBuffer.allocate(TlsServer.BUFFER_SIZE);
			this.output = buffer;
		}
		return buffer;
	}

	/** For encrypted bytes on their way to the socket. */
	ByteBuffer direct() {
		ByteBuffer buffer = this.direct;
		if (buffer == null) {
			buffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);
			this.direct = buffer;
		}
		return buffer;
	}

}
