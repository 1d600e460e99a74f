/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

/**
 * The treatment of a session after an error that no {@link dev.wsboot.annotation.OnError}
 * method has handled, or that such a method has thrown.
 */
public enum ErrorPolicy {

	/**
	 * The session is closed without a reason: with 1007 if a message could not be read,
	 * otherwise with 1011.
	 */
	CLOSE,
	/** The error is logged, and the session stays open. */
	KEEP_OPEN

}
