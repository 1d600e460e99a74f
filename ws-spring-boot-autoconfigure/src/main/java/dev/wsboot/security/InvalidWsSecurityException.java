/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import java.io.Serial;

/**
 * Reports a mistake in the security of an application's endpoints and the way to fix it.
 * Thrown only at startup.
 */
public final class InvalidWsSecurityException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description a sentence that describes the mistake
	 * @param action a sentence that describes the fix
	 */
	public InvalidWsSecurityException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Returns the action that fixes the mistake.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
