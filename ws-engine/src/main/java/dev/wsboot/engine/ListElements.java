/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.List;

/**
 * Splits comma-separated header values into their elements (RFC 9110 5.6.1.2). The only
 * parser of such lists in the engine. Stateless, so safe to use from any thread.
 */
final class ListElements {

	private ListElements() {
	}

	/**
	 * Adds the elements of one header line to a list, without the white space around
	 * them. Empty elements are ignored, as RFC 9110 5.6.1.2 requires of a recipient, and
	 * commas inside quoted strings are no separators.
	 * @param line the value of the header line
	 * @param elements the list that receives the elements
	 */
	static void read(String line, List<String> elements) {
		// A client may open a quote to swallow the elements that proxies append; a quote
		// without an end is therefore an ordinary character.
		boolean quotes = endsOutsideQuotes(line);
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (c == '\\' && quoted) {
				i++;
			}
			else if (c == '"') {
				quoted = quotes && !quoted;
			}
			else if (c == ',' && !quoted) {
				add(line.substring(start, i), elements);
				start = i + 1;
			}
		}
		add(line.substring(start), elements);
	}

	private static boolean endsOutsideQuotes(String line) {
		boolean quoted = false;
		for (int i = line.indexOf('"'); i >= 0 && i < line.length(); i++) {
			char c = line.charAt(i);
			if (c == '\\' && quoted) {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
		}
		return !quoted;
	}

	private static void add(String element, List<String> elements) {
		String stripped = element.strip();
		if (!stripped.isEmpty()) {
			elements.add(stripped);
		}
	}

}
