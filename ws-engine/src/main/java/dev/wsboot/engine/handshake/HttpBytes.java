/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.function.IntPredicate;

import dev.wsboot.engine.Headers;

/**
 * A class of bytes in the grammar of HTTP/1.1. Parsers skip runs of one class, and
 * inspect only the byte that ends a run. Immutable, so any thread may use it.
 */
final class HttpBytes {

	/** The empty class, for parser states that inspect each byte. */
	static final HttpBytes NONE = new HttpBytes((b) -> false);

	/** Bytes of tokens, such as methods and field names (RFC 9110 5.6.2). */
	static final HttpBytes TOKEN = new HttpBytes((b) -> Headers.isToken(String.valueOf((char) b)));

	/** Bytes of request targets and HTTP versions (VCHAR of RFC 5234). */
	static final HttpBytes VISIBLE = new HttpBytes((b) -> b > ' ' && b < 0x7F);

	/** Bytes of field values, including white space (RFC 9110 5.5). */
	static final HttpBytes FIELD_TEXT = new HttpBytes((b) -> b == '\t' || (b >= ' ' && b != 0x7F));

	private final boolean[] members = new boolean[256];

	private HttpBytes(IntPredicate predicate) {
		for (int b = 0; b < this.members.length; b++) {
			this.members[b] = predicate.test(b);
		}
	}

	/**
	 * Returns the length of a run of bytes of this class.
	 * @param data the bytes
	 * @param from the index of the first byte
	 * @param to the index after the last byte
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
	 * Returns true if a character belongs to this class.
	 * @param c any character
	 * @return whether the character is in this class; {@code false} for all characters
	 * beyond ISO-8859-1
	 */
	boolean contains(char c) {
		return c < this.members.length && this.members[c];
	}

	/**
	 * Returns a printable description of a byte.
	 * @param b the byte
	 * @return a text such as {@code byte 0x1b}
	 */
	static String name(byte b) {
		return String.format("byte 0x%02x", b & 0xFF);
	}

}
