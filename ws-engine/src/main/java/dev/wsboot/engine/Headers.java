package dev.wsboot.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * HTTP header fields in the order in which they came; names are compared without regard
 * to case (RFC 9110 5.1). An immutable value.
 */
public final class Headers {

	private static final Headers EMPTY = new Headers(new String[0]);

	/** Names at even places, their values behind them. */
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
	 * Returns headers made of names and values in turn.
	 * @param namesAndValues a name, its value, the next name, and so on
	 * @return the headers
	 * @throws IllegalArgumentException if a name or value could split the message
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
	 * Returns these headers and one more.
	 * @param name a token of RFC 9110 5.6.2
	 * @param value a text without control characters
	 * @return new headers
	 * @throws IllegalArgumentException if name or value could split the message
	 */
	public Headers with(String name, String value) {
		check(name, value);
		String[] more = Arrays.copyOf(this.fields, this.fields.length + 2);
		more[this.fields.length] = name;
		more[this.fields.length + 1] = value;
		return new Headers(more);
	}

	/**
	 * Returns the value of the first header of that name.
	 * @param name in any case
	 * @return the value, or {@code null}
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
	 * Returns the values of all headers of that name, one for each line.
	 * @param name in any case
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
	 * Returns the elements of a comma-separated header, over all its lines (RFC 9110
	 * 5.6.1). Commas inside quoted strings separate nothing.
	 * @param name in any case
	 * @return the elements without white space around them, empty ones left out
	 */
	public List<String> tokens(String name) {
		return elements(all(name));
	}

	/**
	 * Returns the elements of a comma-separated header whose lines were read by
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
	 * Returns the names, in lower case, each once.
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
	 * @return the name as it was written
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
	 * Whether a text is a token of RFC 9110 5.6.2, such as a header name, a method or a
	 * subprotocol.
	 * @param text any text
	 * @return {@code true} for at least one character, all of them legal
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

	/** Here and nowhere else, so that no headers exist that could split a message. */
	private static void check(String name, String value) {
		if (!isToken(name)) {
			throw new IllegalArgumentException("A header name is not a token of RFC 9110 5.6.2");
		}
		if (!isFieldValue(value)) {
			throw new IllegalArgumentException(
					"Value of header '" + name + "' holds a control character or one beyond ISO 8859-1");
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
		// values may hold secrets
		return names().toString();
	}

}
