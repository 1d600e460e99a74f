/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

/**
 * A pattern in which each star stands for any number of characters. Matching takes the
 * first occurrence of each part and never backtracks, so its time is linear. Immutable.
 *
 * @param parts the texts between the stars
 */
record Glob(String... parts) {

	static Glob of(String text) {
		return new Glob(text.split("\\*", -1));
	}

	boolean isLiteral() {
		return this.parts.length == 1;
	}

	boolean matches(String text) {
		String first = this.parts[0];
		String last = this.parts[this.parts.length - 1];
		if (isLiteral()) {
			return text.equals(first);
		}
		int position = first.length();
		int end = text.length() - last.length();
		if (end < position || !text.startsWith(first) || !text.endsWith(last)) {
			return false;
		}
		for (int i = 1; i < this.parts.length - 1; i++) {
			int found = text.indexOf(this.parts[i], position);
			position = found + this.parts[i].length();
			if (found < 0 || position > end) {
				return false;
			}
		}
		return true;
	}

}
