/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a {@code ws.ssl} property keeps the server from speaking TLS; names the
 * property and the cure.
 */
final class InvalidSslException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param message the mistake, as a sentence
	 * @param action the cure, as a sentence
	 * @param cause the cause, or {@code null}
	 */
	InvalidSslException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
