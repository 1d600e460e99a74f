/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

/**
 * A handler method as logs name it. Safe to use from any thread.
 */
public interface InvokedMethod {

	/**
	 * Returns the name of the method for logs.
	 * @return such as {@code Chat.send(String)}
	 */
	String name();

}
