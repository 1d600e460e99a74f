/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value within a JSON text, known by its place and not read yet. Immutable as long as
 * nobody writes to the text.
 */
public final class JsonSlice {

	private final byte[] utf8;

	private final int start;

	private final int end;

	/**
	 * Creates a slice.
	 * @param utf8 the text, not copied
	 * @param start where the value begins
	 * @param end where it has ended
	 */
	JsonSlice(byte[] utf8, int start, int end) {
		this.utf8 = utf8;
		this.start = start;
		this.end = end;
	}

	/**
	 * Returns a slice of a whole text.
	 * @param utf8 the text of one value, without spaces around it, not copied
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
	 * Returns how long the value is.
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
	 * Returns the value's own text.
	 * @return a copy
	 */
	public byte[] bytes() {
		return Arrays.copyOfRange(this.utf8, this.start, this.end);
	}

	/**
	 * Returns the value as it is written.
	 * @return the JSON text
	 */
	@Override
	public String toString() {
		return new String(this.utf8, this.start, size(), StandardCharsets.UTF_8);
	}

}
