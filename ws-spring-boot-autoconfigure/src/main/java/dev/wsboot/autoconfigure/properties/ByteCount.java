/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import dev.wsboot.engine.options.InvalidOptionException;

import org.springframework.util.unit.DataSize;

/**
 * Sizes of properties as the number of bytes that the engine's options have. Stateless.
 */
final class ByteCount {

	private ByteCount() {
	}

	/**
	 * Returns a size in bytes.
	 * @param option the name of the option, for the message
	 * @param size the value of the property
	 * @return the number of bytes, negative for a negative size
	 * @throws InvalidOptionException if the size is 2GB or more
	 */
	static int of(String option, DataSize size) {
		if (size.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidOptionException(option, size, "must be less than 2GB");
		}
		return (int) Math.max(size.toBytes(), Integer.MIN_VALUE);
	}

}
