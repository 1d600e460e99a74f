/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * Makes texts of clients safe for a log: short, on one line, and without characters that
 * control a terminal or change the direction of text. Safe to use from any thread.
 */
public final class LogText {

	private LogText() {
	}

	/**
	 * Escapes and truncates a text. Letters, digits and symbols of all scripts are kept.
	 * Control and format characters, line and paragraph separators, unpaired surrogates,
	 * and private-use and unassigned characters are escaped as in Java.
	 * @param text the text
	 * @param maxLength the maximum number of characters; "..." replaces the rest
	 * @return a text of one line
	 */
	public static String escaped(CharSequence text, int maxLength) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), maxLength) + 16);
		int i = 0;
		while (i < text.length()) {
			if (i >= maxLength) {
				return safe.append("...").toString();
			}
			int point = Character.codePointAt(text, i);
			i += Character.charCount(point);
			switch (point) {
				case '\r' -> safe.append("\\r");
				case '\n' -> safe.append("\\n");
				case '\t' -> safe.append("\\t");
				case '\\' -> safe.append("\\\\");
				default -> {
					if (isHarmless(point)) {
						safe.appendCodePoint(point);
					}
					else {
						for (char unit : Character.toChars(point)) {
							safe.append(String.format("\\u%04x", (int) unit));
						}
					}
				}
			}
		}
		return safe.toString();
	}

	private static boolean isHarmless(int point) {
		return switch (Character.getType(point)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}
