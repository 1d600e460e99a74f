/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * HTTP header fields in their original order, with case-insensitive names (RFC 9110 5.1).
 * An immutable value.
 */
public final class Headers {

	private static final Headers EMPTY = new Headers(new String[0]);

	/** The names at even indexes, each followed by its value. */
	private final String[] fields;

	private Headers(String[] fields) {
		this.fields = fields;
	}

	/**
	 * Returns no headers.
	 * @return the empty headers
	 */
	public static Headers empty() {
		return EMPTY;
	}

	/**
	 * Creates headers from alternating names and values.
	 * @param namesAndValues a name, its value, the next name, and so on
	 * @return the headers
	 * @throws IllegalArgumentException if a name or value could split the HTTP message
	 */
	public static Headers of(String... namesAndValues) {
		if (namesAndValues.length % 2 != 0) {
			throw new IllegalArgumentException("A header name has no value");
		}
		String[] fields = namesAndValues.clone();
		for (int i = 0; i < fields.length; i += 2) {
			check(fields[i], fields[i + 1]);
		}
		return (fields.length == 0) ? EMPTY : new Headers(fields);
	}

	/**
	 * Returns a copy of these headers with one more header.
	 * @param name a token of RFC 9110 5.6.2
	 * @param value an ISO 8859-1 text without control characters
	 * @return the copy
	 * @throws IllegalArgumentException if name or value could split the HTTP message
	 */
	public Headers with(String name, String value) {
		check(name, value);
		String[] more = Arrays.copyOf(this.fields, this.fields.length + 2);
		more[this.fields.length] = name;
		more[this.fields.length + 1] = value;
		return new Headers(more);
	}

	/**
	 * Returns the value of the first header with a name.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if there is no such header
	 */
	public @Nullable String first(String name) {
		for (int i = 0; i < this.fields.length; i += 2) {
			if (this.fields[i].equalsIgnoreCase(name)) {
				return this.fields[i + 1];
			}
		}
		return null;
	}

	/**
	 * Returns the values of all headers with a name, one for each line.
	 * @param name the name, in any case
	 * @return the values in order, possibly none
	 */
	public List<String> all(String name) {
		List<String> values = new ArrayList<>(1);
		for (int i = 0; i < this.fields.length; i += 2) {
			if (this.fields[i].equalsIgnoreCase(name)) {
				values.add(this.fields[i + 1]);
			}
		}
		return values;
	}

	/**
	 * Returns the elements of a comma-separated header from all its lines (RFC 9110
	 * 5.6.1). Commas inside quoted strings are no separators.
	 * @param name the name, in any case
	 * @return the elements without white space around them, empty ones left out
	 */
	public List<String> tokens(String name) {
		return elements(all(name));
	}

	/**
	 * Returns the elements of a comma-separated header whose lines were returned by
	 * {@link #all}.
	 * @param values the value of each line
	 * @return the elements without white space around them, empty ones left out
	 */
	public static List<String> elements(List<String> values) {
		List<String> elements = new ArrayList<>(2);
		for (String value : values) {
			ListElements.read(value, elements);
		}
		return elements;
	}

	/**
	 * Returns the distinct names in lower case.
	 * @return the names in order
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		for (int i = 0; i < this.fields.length; i += 2) {
			names.add(this.fields[i].toLowerCase(Locale.ROOT));
		}
		return names;
	}

	/**
	 * Returns the number of header lines.
	 * @return the number of lines
	 */
	public int size() {
		return this.fields.length / 2;
	}

	/**
	 * Returns the name of a line.
	 * @param line from 0 to {@link #size()} - 1
	 * @return the name in its original case
	 */
	public String name(int line) {
		return this.fields[2 * line];
	}

	/**
	 * Returns the value of a line.
	 * @param line from 0 to {@link #size()} - 1
	 * @return the value
	 */
	public String value(int line) {
		return this.fields[2 * line + 1];
	}

	/**
	 * Returns whether a text is a token of RFC 9110 5.6.2, such as a header name, a
	 * method or a subprotocol.
	 * @param text any text
	 * @return {@code true} if the text is not empty and contains only characters of
	 * tokens
	 */
	public static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/** Rejects names and values that could split the HTTP message. */
	private static void check(String name, String value) {
		if (!isToken(name)) {
			throw new IllegalArgumentException("A header name is not a token of RFC 9110 5.6.2");
		}
		if (!isFieldValue(value)) {
			throw new IllegalArgumentException(
					"Value of header '" + name + "' contains a control character or a character outside ISO 8859-1");
		}
	}

	private static boolean isFieldValue(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c != '\t' && (c < ' ' || c == 0x7F || c > 0xFF)) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		// values may contain secrets
		return names().toString();
	}

}
