/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.io.Serial;

/**
 * Thrown in mounted mode if handshakes cannot come in through the web server.
 */
public final class WsMountException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description a sentence about the problem
	 * @param action a sentence about the solution
	 */
	public WsMountException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Returns the solution.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
