/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.compression.Extension.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Parses Sec-WebSocket-Extensions (RFC 6455 9.1). An instance parses one element of the
 * list, within one call of {@link #parse}.
 */
public final class ExtensionGrammar {

	private final String text;

	private int position;

	private ExtensionGrammar(String text) {
		this.text = text;
	}

	/**
	 * Parses the extensions of all header lines, which together form one list (RFC 6455
	 * 9.1).
	 * @param values the value of each header line
	 * @return the extensions in order, possibly none, or {@code null} if an element is
	 * malformed
	 */
	public static @Nullable List<Extension> parse(List<String> values) {
		List<Extension> extensions = new ArrayList<>();
		for (String element : Headers.elements(values)) {
			ExtensionGrammar grammar = new ExtensionGrammar(element);
			Extension extension = grammar.extension();
			if (extension == null || !grammar.isAtEnd()) {
				return null;
			}
			extensions.add(extension);
		}
		return extensions;
	}

	private boolean isAtEnd() {
		skipWhiteSpace();
		return this.position == this.text.length();
	}

	private @Nullable Extension extension() {
		String name = token();
		if (name == null) {
			return null;
		}
		List<Parameter> parameters = new ArrayList<>();
		while (take(';')) {
			Parameter parameter = parameter();
			if (parameter == null) {
				return null;
			}
			parameters.add(parameter);
		}
		return new Extension(name, parameters);
	}

	private @Nullable Parameter parameter() {
		String name = token();
		if (name == null || !take('=')) {
			return (name != null) ? new Parameter(name, null) : null;
		}
		String value = take('"') ? restOfQuotedToken() : token();
		return (value != null) ? new Parameter(name, value) : null;
	}

	private @Nullable String token() {
		skipWhiteSpace();
		int start = this.position;
		while (this.position < this.text.length() && HttpBytes.TOKEN.contains(this.text.charAt(this.position))) {
			this.position++;
		}
		return (this.position > start) ? this.text.substring(start, this.position) : null;
	}

	/**
	 * Parses a quoted value after its first quote. Unquoted, the value must be a token
	 * (RFC 6455 9.1).
	 */
	private @Nullable String restOfQuotedToken() {
		StringBuilder value = new StringBuilder();
		while (this.position < this.text.length()) {
			char c = this.text.charAt(this.position++);
			if (c == '"') {
				return !value.isEmpty() ? value.toString() : null;
			}
			if (c == '\\' && this.position < this.text.length()) {
				c = this.text.charAt(this.position++);
			}
			if (!HttpBytes.TOKEN.contains(c)) {
				return null;
			}
			value.append(c);
		}
		return null;
	}

	private boolean take(char c) {
		skipWhiteSpace();
		if (this.position < this.text.length() && this.text.charAt(this.position) == c) {
			this.position++;
			return true;
		}
		return false;
	}

	private void skipWhiteSpace() {
		while (this.position < this.text.length()
				&& (this.text.charAt(this.position) == ' ' || this.text.charAt(this.position) == '\t')) {
			this.position++;
		}
	}

}
