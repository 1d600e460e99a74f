/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.nio.ByteBuffer;

import dev.wsboot.engine.frame.ProtocolException;

/**
 * Finds the messages in what one connection receives. Called by the thread of its run.
 */
interface Receiver {

	/**
	 * Takes the next bytes.
	 * @param data all of them, which may be overwritten afterwards
	 * @param now when they were read
	 * @throws ProtocolException if they are not what a server may send
	 */
	void receive(ByteBuffer data, long now) throws ProtocolException;

}
