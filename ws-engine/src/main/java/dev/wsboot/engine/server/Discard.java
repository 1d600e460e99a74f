package dev.wsboot.engine.server;

import java.nio.ByteBuffer;

/**
 * Throws bytes away until the peer ends the connection, or a deadline.
 */
record Discard(Connection connection, long deadline) implements Receiver {

	@Override
	public void receive(ByteBuffer data) {
		data.position(data.limit());
	}

	@Override
	public void onInputEnd() {
		this.connection.end();
	}

	@Override
	public void onLastFrameWritten() {
		this.connection.finish();
	}

	@Override
	public void onTick(long now) {
		if (now - this.deadline > 0) {
			this.connection.end();
		}
	}

}
