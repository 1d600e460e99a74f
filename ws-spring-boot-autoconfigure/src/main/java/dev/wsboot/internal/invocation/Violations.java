/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.endpoint.InvalidMessageException;

/**
 * Limits the number of violations in one exception: a short message may contain a large
 * number of invalid elements, and all violations are sent back. Stateless.
 */
public final class Violations {

	/** Maximum number of violations in one exception. */
	public static final int MAX = 100;

	private static final InvalidMessageException.Violation MORE = new InvalidMessageException.Violation("",
			"Further violations are omitted");

	private Violations() {
	}

	/**
	 * Returns a list of violations that is short enough for one exception.
	 * @param violations all known violations
	 * @return the list, or its first elements and a final one that mentions the omission
	 */
	public static List<InvalidMessageException.Violation> limited(List<InvalidMessageException.Violation> violations) {
		if (violations.size() <= MAX) {
			return violations;
		}
		List<InvalidMessageException.Violation> first = new ArrayList<>(violations.subList(0, MAX));
		first.add(MORE);
		return first;
	}

}
