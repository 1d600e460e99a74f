/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Information that {@link org.springframework.web.util.pattern.PathPattern} does not
 * provide about a pattern: the names of its variables, and a shape that equivalent
 * patterns share.
 *
 * @param variables the names in order
 * @param shape the pattern without the names
 */
public record PathTemplate(Set<String> variables, String shape) {

	public static PathTemplate of(String pattern) {
		Set<String> variables = new LinkedHashSet<>();
		StringBuilder shape = new StringBuilder();
		int start = -1;
		int depth = 0;
		for (int i = 0; i < pattern.length(); i++) {
			char c = pattern.charAt(i);
			if (c == '{' && depth++ == 0) {
				start = i + 1;
			}
			else if (c == '}' && --depth == 0) {
				capture(pattern.substring(start, i), variables, shape);
			}
			else if (depth == 0) {
				shape.append(c);
			}
		}
		return new PathTemplate(variables, shape.toString());
	}

	private static void capture(String content, Set<String> variables, StringBuilder shape) {
		if (content.startsWith("*")) {
			// {*rest} takes what /** takes
			variables.add(content.substring(1));
			shape.append("**");
			return;
		}
		int colon = content.indexOf(':');
		variables.add((colon < 0) ? content : content.substring(0, colon));
		shape.append('{').append((colon < 0) ? "" : content.substring(colon)).append('}');
	}

}
