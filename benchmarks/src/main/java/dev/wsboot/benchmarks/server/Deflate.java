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
 * The compression of the servers of this project, for load generators with compression,
 * which the generator of this module does not have. The environment variable
 * {@code BENCH_DEFLATE} enables compression and sets the context takeover: {@code none},
 * {@code server}, {@code client} or {@code both}. Any other value means {@code both}, as
 * in Netty.
 */
final class Deflate {

	private Deflate() {
	}

	/**
	 * Returns the sides that keep their context.
	 * @return the sides, or {@code null} without compression
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
