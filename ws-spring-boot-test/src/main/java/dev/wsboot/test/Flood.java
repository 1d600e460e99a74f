/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.time.Duration;

/**
 * A thread that sends the same bytes repeatedly, so that the test does not block if the
 * server stops reading.
 */
final class Flood {

	private static final int CHUNK = 16 * 1024;

	private final Thread thread;

	/** The number of times that the bytes were sent. Written by the thread. */
	private volatile int sent;

	Flood(RawConnection connection, byte[] bytes, int times) {
		this.thread = new Thread(() -> send(connection, bytes, times), "flood");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void send(RawConnection connection, byte[] bytes, int times) {
		int perChunk = Math.max(1, CHUNK / Math.max(1, bytes.length));
		byte[] chunk = repeat(bytes, perChunk);
		while (this.sent < times && !connection.hasSendFailed()) {
			int next = Math.min(perChunk, times - this.sent);
			connection.send((next == perChunk) ? chunk : repeat(bytes, next));
			this.sent += next;
		}
	}

	private static byte[] repeat(byte[] bytes, int times) {
		byte[] all = new byte[bytes.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
		}
		return all;
	}

	/** Waits for the end of the thread. Returns whether it ended in time. */
	boolean ends(Duration timeout) {
		try {
			this.thread.join(Math.max(1, timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !this.thread.isAlive();
	}

	int sent() {
		return this.sent;
	}

}
