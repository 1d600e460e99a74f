/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Handles the errors of invocations of one endpoint. Declared in this package because
 * {@link Invocation} knows neither the methods for errors nor the policy. Safe to use
 * from any thread.
 */
public interface InvocationErrors {

	/**
	 * Returns the log and counters of errors that no method handles.
	 * @return the errors of the endpoint
	 */
	UnhandledErrors unhandled();

	/**
	 * Handles an error that occurred after the handler method had returned, as the engine
	 * handles exceptions of the method itself. May be called by any thread that may call
	 * the session's handler methods at this moment.
	 * @param invocation the invocation that failed
	 * @param error the error
	 */
	void fail(Invocation invocation, Throwable error);

	/**
	 * Calls the method for an error, and leaves its result to the caller.
	 * @param invocation the invocation that failed
	 * @param error the error
	 * @return the result of the method
	 * @throws Throwable the exception of the method, or the error itself if there is no
	 * method for it
	 */
	@Nullable Object handle(Invocation invocation, Throwable error) throws Throwable;

}
