/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.internal.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * The arguments in a message that calls a method by name. Used by one thread at a time.
 */
@FunctionalInterface
public interface NamedValues {

	/**
	 * Returns the argument for a parameter.
	 * @param index the index of the parameter among those that take a part of the message
	 * @return the argument, or {@code null} if there is none
	 */
	@Nullable JsonSlice get(int index);

}
