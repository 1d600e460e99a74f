/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.function.IntPredicate;

import dev.wsboot.engine.Headers;

/**
 * The kinds of bytes that HTTP/1.1 tells apart. Parsers skip whole runs of one kind and
 * look closely only at the byte that ends the run. Constants, so any thread may use it.
 */
final class HttpBytes {

	/** None at all, for states in which every single byte matters. */
	static final HttpBytes NONE = new HttpBytes((b) -> false);

	/** RFC 9110 5.6.2: a method, a field name. */
	static final HttpBytes TOKEN = new HttpBytes((b) -> Headers.isToken(String.valueOf((char) b)));

	/** RFC 5234 VCHAR: a request target or an HTTP version holds nothing else. */
	static final HttpBytes VISIBLE = new HttpBytes((b) -> b > ' ' && b < 0x7F);

	/** RFC 9110 5.5: field-content, and the white space in and around it. */
	static final HttpBytes FIELD_TEXT = new HttpBytes((b) -> b == '\t' || (b >= ' ' && b != 0x7F));

	private final boolean[] members = new boolean[256];

	private HttpBytes(IntPredicate predicate) {
		for (int b = 0; b < this.members.length; b++) {
			this.members[b] = predicate.test(b);
		}
	}

	/**
	 * Counts how many bytes of this kind follow each other.
	 * @param data the bytes
	 * @param from where to begin
	 * @param to where to stop, exclusive
	 * @return the number of bytes, possibly 0
	 */
	int run(byte[] data, int from, int to) {
		int position = from;
		while (position < to && this.members[data[position] & 0xFF]) {
			position++;
		}
		return position - from;
	}

	/**
	 * Whether a character is of this kind.
	 * @param c any character
	 * @return {@code false} for all beyond ISO-8859-1
	 */
	boolean contains(char c) {
		return c < this.members.length && this.members[c];
	}

	/**
	 * Names a byte in a way that is safe to show.
	 * @param b the byte
	 * @return such as {@code byte 0x1b}
	 */
	static String name(byte b) {
		return String.format("byte 0x%02x", b & 0xFF);
	}

}
