/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.util.Locale;

import dev.wsboot.engine.options.ContextTakeover;
import org.jspecify.annotations.Nullable;

/**
 * Whether our servers compress: for generators that do, which the one of this module does
 * not. The environment says so by {@code BENCH_DEFLATE}: {@code none}, {@code server},
 * {@code client} or {@code both} for the context takeover; anything else means
 * {@code both}, as Netty has it.
 */
final class Deflate {

	private Deflate() {
	}

	/**
	 * Returns which sides keep their context.
	 * @return the sides, or {@code null} if nothing is compressed
	 */
	static @Nullable ContextTakeover takeover() {
		String value = System.getenv("BENCH_DEFLATE");
		if (value == null) {
			return null;
		}
		String name = value.toUpperCase(Locale.ROOT);
		for (ContextTakeover takeover : ContextTakeover.values()) {
			if (takeover.name().equals(name)) {
				return takeover;
			}
		}
		return ContextTakeover.BOTH;
	}

}
