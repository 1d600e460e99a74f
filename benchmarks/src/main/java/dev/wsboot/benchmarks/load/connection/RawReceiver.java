/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.nio.ByteBuffer;

/**
 * Cuts what a raw TCP server sends back into messages of one size. Belongs to the thread
 * of its run.
 */
final class RawReceiver implements Receiver {

	private final int messageSize;

	private final ConnectionListener listener;

	private int position;

	RawReceiver(int messageSize, ConnectionListener listener) {
		this.messageSize = messageSize;
		this.listener = listener;
	}

	@Override
	public void receive(ByteBuffer data, long now) {
		int i = data.position();
		while (i < data.limit()) {
			int piece = Math.min(data.limit() - i, this.messageSize - this.position);
			this.listener.piece(data, i, piece, this.position);
			i += piece;
			this.position += piece;
			if (this.position == this.messageSize) {
				this.position = 0;
				this.listener.message(now);
			}
		}
	}

}
