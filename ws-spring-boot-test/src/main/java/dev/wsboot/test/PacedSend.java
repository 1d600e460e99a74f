/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.Arrays;

/**
 * Bytes that are sent a few at a time on demand, so that the test sets the pace of a slow
 * writer. Not thread-safe.
 */
public final class PacedSend {

	private final RawConnection connection;

	private final byte[] bytes;

	/** The number of bytes sent so far. */
	private int sent;

	PacedSend(RawConnection connection, byte[] bytes) {
		this.connection = connection;
		this.bytes = bytes.clone();
	}

	/**
	 * Sends the next bytes.
	 * @param count the maximum number of bytes
	 * @return this
	 */
	public PacedSend next(int count) {
		int end = Math.min(this.sent + count, this.bytes.length);
		this.connection.send(Arrays.copyOfRange(this.bytes, this.sent, end));
		this.sent = end;
		return this;
	}

	/**
	 * Sends the remaining bytes one by one.
	 * @return this
	 */
	public PacedSend byteByByte() {
		while (this.sent < this.bytes.length) {
			next(1);
		}
		return this;
	}

	/**
	 * Sends the remaining bytes at once.
	 */
	public void rest() {
		next(remaining());
	}

	/**
	 * Returns the number of unsent bytes.
	 * @return the number of bytes
	 */
	public int remaining() {
		return this.bytes.length - this.sent;
	}

	/**
	 * Cuts the connection with a TCP reset after the sent bytes.
	 */
	public void reset() {
		this.connection.reset();
	}

}
