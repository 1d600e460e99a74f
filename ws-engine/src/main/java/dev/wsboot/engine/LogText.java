package dev.wsboot.engine;

/**
 * Makes texts of clients safe for a log: on one line, not long, and without characters
 * that a terminal obeys or that change the direction of what follows. Safe to use from
 * any thread.
 */
public final class LogText {

	private LogText() {
	}

	/**
	 * Escapes and shortens a text. Letters, digits and signs of all scripts stay; control
	 * and format characters, line and paragraph separators, lone surrogates and
	 * characters without a meaning become escapes as in Java.
	 * @param text the text
	 * @param longest the number of characters to keep; "..." stands for the rest
	 * @return a text of one line
	 */
	public static String escaped(CharSequence text, int longest) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), longest) + 16);
		int i = 0;
		while (i < text.length()) {
			if (i >= longest) {
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
