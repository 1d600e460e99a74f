/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Reports a mistake in an endpoint bean and the way to fix it. Thrown only at startup.
 */
public final class InvalidEndpointException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description a sentence that names the bean, method and parameter
	 * @param action a sentence that describes the fix
	 */
	public InvalidEndpointException(String description, String action) {
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
