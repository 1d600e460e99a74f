/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value within a JSON text, known by its position and not read yet. Immutable as long
 * as the text is not modified.
 */
public final class JsonSlice {

	private final byte[] utf8;

	private final int start;

	private final int end;

	/**
	 * Creates a slice.
	 * @param utf8 the text, which is not copied
	 * @param start the index of the first byte of the value
	 * @param end the index after the last byte of the value
	 */
	JsonSlice(byte[] utf8, int start, int end) {
		this.utf8 = utf8;
		this.start = start;
		this.end = end;
	}

	/**
	 * Returns a slice of a complete text.
	 * @param utf8 the text of one value, without spaces around it, which is not copied
	 * @return the slice
	 */
	public static JsonSlice of(byte[] utf8) {
		return new JsonSlice(utf8, 0, utf8.length);
	}

	byte[] utf8() {
		return this.utf8;
	}

	public int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	/**
	 * Returns the length of the value.
	 * @return the number of bytes
	 */
	public int size() {
		return this.end - this.start;
	}

	/**
	 * Returns whether the value is an object.
	 * @return {@code false} for other kinds of values
	 */
	public boolean isObject() {
		return first() == '{';
	}

	/**
	 * Returns whether the value is an array.
	 * @return {@code false} for other kinds of values
	 */
	public boolean isArray() {
		return first() == '[';
	}

	/**
	 * Returns whether the value is a string.
	 * @return {@code false} for other kinds of values
	 */
	public boolean isString() {
		return first() == '"';
	}

	/**
	 * Returns whether the value is a number.
	 * @return {@code false} for other kinds of values
	 */
	public boolean isNumber() {
		return first() == '-' || (first() >= '0' && first() <= '9');
	}

	/**
	 * Returns whether the value is {@code null}.
	 * @return {@code false} for other kinds of values
	 */
	public boolean isNull() {
		return first() == 'n';
	}

	private byte first() {
		return this.utf8[this.start];
	}

	/**
	 * Returns a copy of the JSON text of the value.
	 * @return the bytes of the text
	 */
	public byte[] bytes() {
		return Arrays.copyOfRange(this.utf8, this.start, this.end);
	}

	/**
	 * Returns the JSON text of the value.
	 * @return the text
	 */
	@Override
	public String toString() {
		return new String(this.utf8, this.start, size(), StandardCharsets.UTF_8);
	}

}
