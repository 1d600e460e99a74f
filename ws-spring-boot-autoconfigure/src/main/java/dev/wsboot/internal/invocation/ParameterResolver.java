/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Provides the argument of one parameter of a handler method. Planned at startup. Safe to
 * use from any thread.
 */
@FunctionalInterface
public interface ParameterResolver {

	/**
	 * Returns the argument of a call.
	 * @param invocation the invocation
	 * @return the argument
	 * @throws Exception an error that makes the call fail, such as
	 * {@link dev.wsboot.endpoint.InvalidMessageException}
	 */
	@Nullable Object resolve(Invocation invocation) throws Exception;

	/**
	 * Returns the maximum size of messages that the parameter reads as they arrive.
	 * @return the number of bytes; 0 for a parameter that takes complete messages
	 */
	default long maxStreamSize() {
		return 0;
	}

	/**
	 * Returns the resolver of a single message, for a parameter that takes all messages
	 * of a session.
	 * @return the resolver, or {@code null} for all other parameters
	 */
	default @Nullable ParameterResolver item() {
		return null;
	}

	/**
	 * Returns whether the argument is a named value of the message, several of which may
	 * be invalid at once.
	 * @return whether the argument is a named value
	 */
	default boolean isNamed() {
		return false;
	}

}
