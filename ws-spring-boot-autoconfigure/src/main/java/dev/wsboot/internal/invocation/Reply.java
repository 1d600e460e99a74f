/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Sends the results of a handler method; planned at startup. Safe to use from any thread.
 */
@FunctionalInterface
public interface Reply {

	/**
	 * Sends a result, if there is one to send.
	 * @param invocation the invocation
	 * @param result the result of the method
	 * @throws Exception an error of the invocation
	 */
	void send(Invocation invocation, @Nullable Object result) throws Exception;

}
