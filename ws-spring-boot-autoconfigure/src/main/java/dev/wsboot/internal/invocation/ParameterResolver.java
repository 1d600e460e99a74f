/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Fills one parameter of a handler method; planned at startup. Safe to use from any
 * thread.
 */
@FunctionalInterface
public interface ParameterResolver {

	/**
	 * Returns the argument of a call.
	 * @param invocation the invocation
	 * @return the argument
	 * @throws Exception what makes the call fail, such as
	 * {@link dev.wsboot.endpoint.InvalidMessageException}
	 */
	@Nullable Object resolve(Invocation invocation) throws Exception;

	/**
	 * Returns the size of the largest message that the parameter reads as it arrives.
	 * @return bytes; 0 for a parameter that does not read messages as they arrive
	 */
	default long maxStreamSize() {
		return 0;
	}

	/**
	 * Returns the resolver of one message, of a parameter that takes all messages of a
	 * session.
	 * @return the resolver, or {@code null} for a parameter of one call
	 */
	default @Nullable ParameterResolver item() {
		return null;
	}

	/**
	 * Returns whether the argument is a named value of the message, several of which may
	 * be invalid at once.
	 * @return whether it is
	 */
	default boolean isNamed() {
		return false;
	}

}
