/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.List;

import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.compression.Extension.Parameter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of legal extensions; {@code vectors/handshake.txt} shows what is illegal.
 */
class ExtensionGrammarTest {

	@Test
	void noLinesHoldNoExtensions() {
		assertThat(ExtensionGrammar.parse(List.of())).isEmpty();
	}

	@Test
	void linesAreOneList() {
		assertThat(ExtensionGrammar.parse(List.of("a, b", "c", "a"))).extracting(Extension::name)
			.containsExactly("a", "b", "c", "a");
	}

	@Test
	void parametersStayInOrder() {
		assertThat(ExtensionGrammar.parse(List.of("foo;b=2 ;\ta;b = 1, bar"))).containsExactly(
				new Extension("foo",
						List.of(new Parameter("b", "2"), new Parameter("a", null), new Parameter("b", "1"))),
				new Extension("bar", List.of()));
	}

	@Test
	void valuesLoseTheirQuotes() {
		// RFC 6455 9.1
		assertThat(ExtensionGrammar.parse(List.of("foo; a=\"b\"; c=\"\\d\\e\\f\"")))
			.containsExactly(new Extension("foo", List.of(new Parameter("a", "b"), new Parameter("c", "def"))));
	}

	@Test
	void oneBrokenLineBreaksAll() {
		assertThat(ExtensionGrammar.parse(List.of("foo", "bar;"))).isNull();
		assertThat(ExtensionGrammar.parse(List.of(";", "foo"))).isNull();
	}

	@Test
	void emptyElementsAreIgnored() {
		// RFC 9110 5.6.1.2
		assertThat(ExtensionGrammar.parse(List.of("", ",foo,,bar ,", ","))).extracting(Extension::name)
			.containsExactly("foo", "bar");
		assertThat(ExtensionGrammar.parse(List.of(""))).isEmpty();
	}

}
