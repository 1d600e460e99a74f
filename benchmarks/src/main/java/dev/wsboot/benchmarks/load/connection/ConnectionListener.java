/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The listener of one connection's events, which implements a scenario. Called by the
 * thread of the run.
 */
public interface ConnectionListener {

	/** The handshake is complete. */
	void opened() throws IOException;

	/**
	 * A part of a message has arrived.
	 * @param data the buffer with the part, which is overwritten later and whose position
	 * must not change
	 * @param offset the start of the part in the buffer
	 * @param length the number of bytes
	 * @param position the position of the part in the message
	 */
	void piece(ByteBuffer data, int offset, int length, int position);

	/**
	 * A message is complete.
	 * @param now the time of the read
	 */
	void message(long now);

	/** All messages of one read were reported, so replies can be sent. */
	void readComplete() throws IOException;

	/** The server has closed the connection. */
	void ended() throws IOException;

}
