/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.internal.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * What a message brings for the parameters of a method that is called by a name. Used by
 * one thread at a time.
 */
@FunctionalInterface
public interface NamedValues {

	/**
	 * Returns the argument for a parameter.
	 * @param index counts those parameters only that take a part of the message
	 * @return the argument, or {@code null} if there is none
	 */
	@Nullable JsonSlice get(int index);

}
