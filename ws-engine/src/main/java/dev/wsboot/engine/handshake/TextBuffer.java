/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The received bytes of an incomplete text, in a growing array. Belongs to one parser.
 */
final class TextBuffer {

	/** Maximum capacity in bytes of an array that is reused for the next text. */
	private static final int MAX_KEPT = 512;

	/**
	 * Number of bytes of the heap that a string in a list occupies besides its
	 * characters.
	 */
	private static final int TEXT = 48;

	/** Number of bytes of the heap that an empty buffer occupies. */
	private static final int EMPTY = 64;

	private Bytes bytes = new Bytes();

	void append(byte[] data, int offset, int length) {
		this.bytes.write(data, offset, length);
	}

	boolean isEmpty() {
		return this.bytes.size() == 0;
	}

	/** Returns the text, and clears the buffer. */
	String take() {
		String text = this.bytes.toString(StandardCharsets.ISO_8859_1);
		if (this.bytes.capacity() > MAX_KEPT) {
			this.bytes = new Bytes();
		}
		else {
			this.bytes.reset();
		}
		return text;
	}

	/** Returns the number of bytes of the heap that the incomplete text occupies. */
	int footprint() {
		return EMPTY + this.bytes.capacity();
	}

	/** Returns the number of bytes of the heap that a complete text occupies. */
	static int footprint(String text) {
		return TEXT + text.length();
	}

	private static final class Bytes extends ByteArrayOutputStream {

		int capacity() {
			return this.buf.length;
		}

	}

}
