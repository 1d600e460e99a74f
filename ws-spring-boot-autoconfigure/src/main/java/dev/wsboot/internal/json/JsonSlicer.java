/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.ObjectReader;

/**
 * Splits JSON texts into slices without reading their values, with Jackson's parser and
 * its limits. Methods throw a {@link JacksonException} if a text is not JSON. Safe to use
 * from any thread.
 */
public final class JsonSlicer {

	private final ObjectReader reader;

	/**
	 * Creates a slicer.
	 * @param reader the factory of parsers
	 */
	public JsonSlicer(ObjectReader reader) {
		this.reader = reader;
	}

	/**
	 * Returns a field of the outermost object, if the field is a string. The text after
	 * the field is not parsed, so it may be invalid.
	 * @param utf8 a JSON text
	 * @param field the name of the field; the first of several fields counts
	 * @return the string, or {@code null} if there is none
	 */
	public @Nullable String peek(byte[] utf8, String field) {
		try (JsonParser parser = this.reader.createParser(utf8)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				skipRest(parser);
				return null;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				JsonToken value = parser.nextToken();
				if (name.equals(field)) {
					return (value == JsonToken.VALUE_STRING) ? parser.getString() : null;
				}
				parser.skipChildren();
			}
			skipRest(parser);
			return null;
		}
	}

	/**
	 * Finds a field of the outermost object. The text after the field is not parsed, so
	 * it may be invalid.
	 * @param utf8 a JSON text
	 * @param field the name of the field; the first of several fields counts
	 * @return the value of the field, or {@code null} if there is none
	 */
	public @Nullable JsonSlice find(byte[] utf8, String field) {
		try (JsonParser parser = this.reader.createParser(utf8)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				if (name.equals(field)) {
					return slice(parser, utf8, 0);
				}
				parser.skipChildren();
			}
			return null;
		}
	}

	/**
	 * Splits the beginning of an object into its members.
	 * @param utf8 a JSON text
	 * @param limit the maximum number of bytes to parse
	 * @param wanted the names of the members to return
	 * @return the wanted names before the limit and before the first invalid byte, with
	 * their values, or with {@code null} for a value that does not end before it
	 */
	public Map<String, @Nullable JsonSlice> beginning(byte[] utf8, int limit, Collection<String> wanted) {
		Map<String, @Nullable JsonSlice> members = new HashMap<>();
		try (JsonParser parser = this.reader.createParser(utf8, 0, Math.min(utf8.length, limit))) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				for (String name = parser.nextName(); name != null; name = parser.nextName()) {
					parser.nextToken();
					if (wanted.contains(name) && !members.containsKey(name)) {
						members.put(name, null);
						JsonSlice value = slice(parser, utf8, 0);
						// the limit may truncate a number
						members.put(name, (value.end() < limit) ? value : null);
					}
					else {
						parser.skipChildren();
					}
				}
			}
		}
		catch (JacksonException ex) {
			// the limit truncates a value
		}
		return members;
	}

	/**
	 * Splits a complete text: an object into its members, an array into its elements.
	 * @param utf8 the text
	 * @param wanted the names of the members to return
	 * @param maxElements the maximum number of elements to return
	 * @return the parts
	 */
	public Parts parts(byte[] utf8, Collection<String> wanted, int maxElements) {
		try (JsonParser parser = this.reader.createParser(utf8)) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new StreamReadException(parser, "Nothing");
			}
			checkUtf8(parser);
			Map<String, JsonSlice> members = null;
			List<JsonSlice> elements = null;
			if (first == JsonToken.START_OBJECT) {
				members = members(parser, utf8, 0, wanted);
			}
			else if (first == JsonToken.START_ARRAY) {
				elements = elements(parser, utf8, 0, maxElements);
				while (!parser.streamReadContext().inRoot()) {
					parser.nextToken();
					parser.skipChildren();
				}
			}
			skipRest(parser);
			return new Parts(members, elements);
		}
	}

	/**
	 * Splits an object into its members.
	 * @param object the object
	 * @param wanted the names of the members to return; others are skipped, however many
	 * there are
	 * @return the values by their names; the first of several members with one name
	 * counts
	 */
	public Map<String, JsonSlice> members(JsonSlice object, Collection<String> wanted) {
		try (JsonParser parser = parser(object)) {
			parser.nextToken();
			Map<String, JsonSlice> members = members(parser, object.utf8(), object.start(), wanted);
			skipRest(parser);
			return members;
		}
	}

	private static Map<String, JsonSlice> members(JsonParser parser, byte[] utf8, int offset,
			Collection<String> wanted) {
		Map<String, JsonSlice> members = new HashMap<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			if (wanted.contains(name) && !members.containsKey(name)) {
				members.put(name, slice(parser, utf8, offset));
			}
			else {
				parser.skipChildren();
			}
		}
		return members;
	}

	/**
	 * Splits an array into its elements.
	 * @param array the array
	 * @param limit the maximum number of elements to return
	 * @return the first elements, up to the limit
	 */
	public List<JsonSlice> elements(JsonSlice array, int limit) {
		try (JsonParser parser = parser(array)) {
			parser.nextToken();
			return elements(parser, array.utf8(), array.start(), limit);
		}
	}

	private static List<JsonSlice> elements(JsonParser parser, byte[] utf8, int offset, int limit) {
		List<JsonSlice> elements = new ArrayList<>();
		while (elements.size() < limit && parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(slice(parser, utf8, offset));
		}
		return elements;
	}

	/**
	 * Reads a string.
	 * @param string the string
	 * @return the characters of the string
	 */
	public String text(JsonSlice string) {
		try (JsonParser parser = parser(string)) {
			parser.nextToken();
			return parser.getString();
		}
	}

	private JsonParser parser(JsonSlice slice) {
		return this.reader.createParser(slice.utf8(), slice.start(), slice.size());
	}

	/** Moves to the end of the current value. */
	private static JsonSlice slice(JsonParser parser, byte[] utf8, int offset) {
		long start = checkUtf8(parser);
		parser.skipChildren();
		parser.finishToken();
		int end = offset + (int) parser.currentLocation().getByteOffset();
		// after an outermost number, the parser has read a space
		while (utf8[end - 1] <= ' ' && utf8[end - 1] >= 0) {
			end--;
		}
		return new JsonSlice(utf8, offset + (int) start, end);
	}

	/** Returns the index of the first byte of the current value. */
	private static long checkUtf8(JsonParser parser) {
		long start = parser.currentTokenLocation().getByteOffset();
		if (start < 0) {
			// RFC 8259 8.1; Jackson takes a text with NULs for UTF-16 or UTF-32
			throw new StreamReadException(parser, "Not in UTF-8");
		}
		return start;
	}

	private static void skipRest(JsonParser parser) {
		parser.skipChildren();
		if (parser.nextToken() != null) {
			throw new StreamReadException(parser, "More than one value");
		}
	}

	/**
	 * The parts of a complete text.
	 *
	 * @param members the values of an object by their names, or {@code null}
	 * @param elements the values of an array, or {@code null}
	 */
	public record Parts(@Nullable Map<String, JsonSlice> members, @Nullable List<JsonSlice> elements) {
	}

}
