/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON for endpoint methods. A reader or writer is created for each
 * method at startup, and then used by many threads concurrently.
 */
public interface JsonCodec {

	/**
	 * Returns whether values of a type can be read.
	 * @param type the type, generic types resolved
	 * @return {@code false} if the type is abstract, and its subtypes are not declared
	 */
	boolean isReadable(Type type);

	/**
	 * Returns a reader for values of a type.
	 * @param type the type, generic types resolved
	 * @param view the only properties that are read, or {@code null} for all
	 * @param place the path of the values in messages, such as the name of an argument;
	 * an empty text for complete messages
	 * @return a reader, safe to use from any thread
	 */
	Reader reader(Type type, @Nullable Class<?> view, String place);

	/**
	 * Returns a writer for values of a type.
	 * @param type the type that a method declares; values may be of a subtype
	 * @param view the only properties that are written, or {@code null} for all
	 * @return a writer, safe to use from any thread
	 */
	Writer writer(Type type, @Nullable Class<?> view);

	/**
	 * Returns a slicer of JSON texts with the limits of this codec.
	 * @return a slicer, safe to use from any thread
	 */
	JsonSlicer slicer();

	/**
	 * Reads values of one type.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Reads a value.
		 * @param utf8 a complete JSON text
		 * @return the value; {@code null} for the JSON text {@code null}
		 * @throws dev.wsboot.endpoint.InvalidMessageException if the text is not JSON, or
		 * not of the type
		 */
		@Nullable Object read(byte[] utf8);

	}

	/**
	 * Writes values of one type.
	 */
	@FunctionalInterface
	interface Writer {

		/**
		 * Writes a value.
		 * @param value the value
		 * @return a JSON text in UTF-8
		 */
		byte[] write(Object value);

	}

}
