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
 * Bounds the violations that one exception names: a short message may have very many
 * invalid elements, and all violations would be sent back. Stateless.
 */
public final class Violations {

	/** The largest number of violations that one exception names. */
	public static final int MAX = 100;

	private static final InvalidMessageException.Violation MORE = new InvalidMessageException.Violation("",
			"More violations are left out");

	private Violations() {
	}

	/**
	 * Returns as many violations as one exception may name.
	 * @param violations the violations that are known
	 * @return these, or the first of them and a last one that says so
	 */
	public static List<InvalidMessageException.Violation> bounded(List<InvalidMessageException.Violation> violations) {
		if (violations.size() <= MAX) {
			return violations;
		}
		List<InvalidMessageException.Violation> first = new ArrayList<>(violations.subList(0, MAX));
		first.add(MORE);
		return first;
	}

}
