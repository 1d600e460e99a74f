package dev.wsboot.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.ObjectReader;

/**
 * Takes JSON texts apart without reading their values, with Jackson's parser and its
 * limits. Safe to use from any thread. What is no JSON is a {@link JacksonException}.
 */
final class JsonSlicer {

	private final ObjectReader reader;

	/**
	 * Creates a slicer.
	 * @param reader makes the parsers
	 */
	JsonSlicer(ObjectReader reader) {
		this.reader = reader;
	}

	/**
	 * Returns a field of the outermost object, if it is a string. What comes after it is
	 * not looked at, so it may be no JSON.
	 * @param utf8 a JSON text
	 * @param field the field's name; of several the first counts
	 * @return the string, or {@code null} if there is none
	 */
	@Nullable String peek(byte[] utf8, String field) {
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
	 * Finds a field of the outermost object. The text after the field is not read, so
	 * that it may be no JSON.
	 * @param utf8 a JSON text
	 * @param field the name of the field; of several the first counts
	 * @return the value of the field, or {@code null} if there is none
	 */
	@Nullable JsonSlice find(byte[] utf8, String field) {
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
	 * Finds the value of a whole text.
	 * @param utf8 the text
	 * @return the value, without the spaces around it
	 */
	JsonSlice whole(byte[] utf8) {
		try (JsonParser parser = this.reader.createParser(utf8)) {
			if (parser.nextToken() == null) {
				throw new StreamReadException(parser, "Nothing");
			}
			JsonSlice whole = slice(parser, utf8, 0);
			skipRest(parser);
			return whole;
		}
	}

	/**
	 * Takes an object apart.
	 * @param object the object
	 * @return its values by their names; of several of one name the first
	 */
	Map<String, JsonSlice> members(JsonSlice object) {
		Map<String, JsonSlice> members = new LinkedHashMap<>();
		try (JsonParser parser = parser(object)) {
			parser.nextToken();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				members.putIfAbsent(name, slice(parser, object.utf8(), object.start()));
			}
			skipRest(parser);
		}
		return members;
	}

	/**
	 * Takes an array apart.
	 * @param array the array
	 * @param limit how many values matter
	 * @return its values, those at the beginning if there are more
	 */
	List<JsonSlice> elements(JsonSlice array, int limit) {
		List<JsonSlice> elements = new ArrayList<>();
		try (JsonParser parser = parser(array)) {
			parser.nextToken();
			while (elements.size() < limit && parser.nextToken() != JsonToken.END_ARRAY) {
				elements.add(slice(parser, array.utf8(), array.start()));
			}
		}
		return elements;
	}

	/**
	 * Reads a string.
	 * @param string the string
	 * @return its characters
	 */
	String text(JsonSlice string) {
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
		long start = parser.currentTokenLocation().getByteOffset();
		if (start < 0) {
			// RFC 8259 8.1; Jackson takes a text with NULs for UTF-16 or UTF-32
			throw new StreamReadException(parser, "Not in UTF-8");
		}
		parser.skipChildren();
		parser.finishToken();
		int end = offset + (int) parser.currentLocation().getByteOffset();
		// the parser has read a space behind an outermost number
		while (utf8[end - 1] <= ' ' && utf8[end - 1] >= 0) {
			end--;
		}
		return new JsonSlice(utf8, offset + (int) start, end);
	}

	private static void skipRest(JsonParser parser) {
		parser.skipChildren();
		if (parser.nextToken() != null) {
			throw new StreamReadException(parser, "More than one value");
		}
	}

}
