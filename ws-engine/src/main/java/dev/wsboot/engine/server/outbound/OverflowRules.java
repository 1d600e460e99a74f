/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.options.OverflowPolicy;

/**
 * The rules of all overflow policies. Stateless.
 */
final class OverflowRules {

	private OverflowRules() {
	}

	/** Returns the rule of a policy. */
	static OverflowRule of(OverflowPolicy policy) {
		// no default, so that the compiler asks for the rule of a new policy
		return switch (policy) {
			case CLOSE -> new CloseRule();
			case DROP_NEWEST -> new DropNewestRule();
			case DROP_OLDEST -> new DropOldestRule();
			case CONFLATE -> new ConflateRule();
		};
	}

}
