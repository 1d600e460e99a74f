package dev.wsboot.engine.server;

import java.nio.ByteBuffer;

/**
 * Throws bytes away until the peer ends the connection, a deadline, or too many of them.
 * Confined to the event loop.
 * <p>
 * A socket that is closed with unread bytes resets the connection, and takes what was
 * said last with it. Reading on is therefore of use for what was on its way by then,
 * which the buffers of two kernels bound. Whoever sends more has had the time to stop.
 */
final class DiscardingStage implements ConnectionStage {

	/** Linux lets its buffers grow to 4 MB for sending and 6 MB for receiving. */
	private static final int MAX_BYTES = 16 * 1024 * 1024;

	private final Connection connection;

	private final long deadline;

	/** Bytes that may still come. */
	private int left = MAX_BYTES;

	DiscardingStage(Connection connection, long deadline) {
		this.connection = connection;
		this.deadline = deadline;
	}

	@Override
	public void receive(ByteBuffer data) {
		this.left -= data.remaining();
		data.position(data.limit());
		if (this.left < 0) {
			this.connection.end();
		}
	}

	@Override
	public boolean mayInflate() {
		return false;
	}

	@Override
	public void onInputEnd() {
		this.connection.end();
	}

	@Override
	public void onLastFrameWritten() {
		this.connection.endOutput();
	}

	@Override
	public void onTick(long now) {
		if (now - this.deadline > 0) {
			this.connection.end();
		}
	}

}
