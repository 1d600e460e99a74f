/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.io.Serial;

/**
 * Thrown if a handshake is rejected with 400. The message contains the reason.
 */
public final class InvalidHandshakeException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String answer;

	InvalidHandshakeException(String answer) {
		// no stack trace, since any client can cause this
		super(answer, null, false, false);
		this.answer = answer;
	}

	/**
	 * Returns the body of the response.
	 * @return a sentence without input of the client
	 */
	public String answer() {
		return this.answer;
	}

}
