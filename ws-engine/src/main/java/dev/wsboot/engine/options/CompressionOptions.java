/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.util.Objects;

/**
 * The options of permessage-deflate (RFC 7692; {@code ws.compression}). An immutable
 * value.
 *
 * @param enabled {@code true} if sessions are compressed if their client offers it,
 * unless their endpoint decides otherwise
 * @param level the level from 1, the fastest, to 9, with the smallest result
 * @param minSize bytes of the smallest message that is sent compressed
 * @param contextTakeover the sides that may keep their context
 * @param maxMemory bytes of native memory for contexts that sessions of this server keep;
 * beyond it new sessions are compressed without takeover
 */
public record CompressionOptions(boolean enabled, int level, int minSize, ContextTakeover contextTakeover,
		long maxMemory) {

	private static final CompressionOptions DEFAULTS = new CompressionOptions(false, 6, 1024, ContextTakeover.NONE,
			64 * 1024 * 1024);

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public CompressionOptions {
		OptionChecks.require(level >= 1 && level <= 9, "compression.level", level, "must be between 1 and 9");
		OptionChecks.require(minSize >= 0, "compression.min-size", minSize, "must not be negative");
		Objects.requireNonNull(contextTakeover, "'contextTakeover' must not be null");
		OptionChecks.require(maxMemory > 0, "compression.max-memory", maxMemory, "must be greater than 0");
	}

	/**
	 * Returns the defaults: not enabled.
	 * @return options that can be refined
	 */
	public static CompressionOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets whether sessions are compressed if their client offers it.
	 * @param value the new value; the default is {@code false}
	 * @return new options
	 */
	public CompressionOptions enabled(boolean value) {
		return new CompressionOptions(value, this.level, this.minSize, this.contextTakeover, this.maxMemory);
	}

	/**
	 * Sets the level.
	 * @param value the new value; the default is {@code 6}
	 * @return new options
	 * @throws InvalidOptionException if it is not from 1 to 9
	 */
	public CompressionOptions level(int value) {
		return new CompressionOptions(this.enabled, value, this.minSize, this.contextTakeover, this.maxMemory);
	}

	/**
	 * Sets the bytes of the smallest message that is sent compressed.
	 * @param value the new value; the default is {@code 1024}
	 * @return new options
	 * @throws InvalidOptionException if it is negative
	 */
	public CompressionOptions minSize(int value) {
		return new CompressionOptions(this.enabled, this.level, value, this.contextTakeover, this.maxMemory);
	}

	/**
	 * Sets the sides that may keep their context.
	 * @param value the new value; the default is {@link ContextTakeover#NONE}
	 * @return new options
	 */
	public CompressionOptions contextTakeover(ContextTakeover value) {
		return new CompressionOptions(this.enabled, this.level, this.minSize, value, this.maxMemory);
	}

	/**
	 * Sets the bytes of native memory for contexts that sessions keep.
	 * @param value the new value; the default is 64 MiB
	 * @return new options
	 * @throws InvalidOptionException if it is not greater than 0
	 */
	public CompressionOptions maxMemory(long value) {
		return new CompressionOptions(this.enabled, this.level, this.minSize, this.contextTakeover, value);
	}

}
