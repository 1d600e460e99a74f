/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One selector, and the one buffer that all its connections read into. Belongs to the
 * thread of its run.
 */
public final class LoadLoop {

	private static final int READ_SIZE = 256 * 1024;

	private final Selector selector;

	private final ByteBuffer input = ByteBuffer.allocateDirect(READ_SIZE);

	LoadLoop() {
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Selector selector() {
		return this.selector;
	}

	ByteBuffer input() {
		return this.input;
	}

	/**
	 * Waits for events and handles them.
	 * @param millis how long to wait at most; 0 for not at all
	 */
	public void step(long millis) {
		try {
			if (millis > 0) {
				this.selector.select(LoadLoop::ready, millis);
			}
			else {
				this.selector.selectNow(LoadLoop::ready);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void ready(SelectionKey key) {
		((Connection) key.attachment()).ready();
	}

	/** Cuts all connections with a reset, which leaves no port in TIME_WAIT. */
	void close() {
		this.selector.keys().forEach((key) -> ((Connection) key.attachment()).cut());
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
