/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.nio.ByteBuffer;

/**
 * The last stage of a connection: discards input until the peer ends the connection, the
 * deadline has passed, or too many bytes have come. Confined to the event loop.
 * <p>
 * Closing a socket with unread bytes resets the connection, and destroys the last bytes
 * that were sent. Reading is therefore of use for bytes that were on their way by then,
 * which the buffers of two kernels limit. A peer that sends more has had the time to
 * stop.
 */
public final class DiscardingStage implements ConnectionStage {

	/** Linux lets its buffers grow to 4 MB for sending and 6 MB for receiving. */
	private static final int MAX_BYTES = 16 * 1024 * 1024;

	private final Connection connection;

	/** The time in nanoseconds at which the connection is cut. */
	private final long deadline;

	/** The number of bytes that may still come. */
	private int left = MAX_BYTES;

	public DiscardingStage(Connection connection, long deadline) {
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
