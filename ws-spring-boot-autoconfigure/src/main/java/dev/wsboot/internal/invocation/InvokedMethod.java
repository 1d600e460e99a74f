/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

/**
 * The name of a handler method in logs. Safe to use from any thread.
 */
public interface InvokedMethod {

	/**
	 * Returns the name of the method for logs.
	 * @return a text such as {@code Chat.send(String)}
	 */
	String name();

}
