/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTextTest {

	@ParameterizedTest
	@CsvSource({ "0a, \\n", "0d, \\r", "09, \\t", "5c, \\\\", "00, \\u0000", "1b, \\u001b", "7f, \\u007f",
			"9b, \\u009b", "85, \\u0085", "202e, \\u202e", "2028, \\u2028", "2029, \\u2029", "feff, \\ufeff",
			"200b, \\u200b", "d800, \\ud800", "e000, \\ue000", "e0001, \\udb40\\udc01" })
	void whatATerminalObeysIsEscaped(String point, String escaped) {
		String text = "a" + Character.toString(Integer.parseInt(point, 16)) + "b";
		assertThat(LogText.escaped(text, 100)).isEqualTo("a" + escaped + "b");
	}

	@Test
	void lettersOfAllScriptsStay() {
		String text = "hé 你好 שלום 😀 \"quoted\" {[1, 2]}";
		assertThat(LogText.escaped(text, 100)).isEqualTo(text);
	}

	@Test
	void longTextsAreCut() {
		assertThat(LogText.escaped("x".repeat(10), 10)).isEqualTo("x".repeat(10));
		assertThat(LogText.escaped("x".repeat(11), 10)).isEqualTo("x".repeat(10) + "...");
		assertThat(LogText.escaped("😀😀", 1)).isEqualTo("😀...");
		assertThat(LogText.escaped("", 0)).isEmpty();
	}

}
