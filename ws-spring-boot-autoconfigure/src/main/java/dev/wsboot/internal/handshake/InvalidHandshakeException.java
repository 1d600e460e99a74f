/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.io.Serial;

/**
 * Says why a handshake is answered with 400.
 */
public final class InvalidHandshakeException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String answer;

	InvalidHandshakeException(String answer) {
		// any client can provoke it: no stack trace
		super(answer, null, false, false);
		this.answer = answer;
	}

	/**
	 * Returns what the client is told.
	 * @return a sentence without what the client has sent
	 */
	public String answer() {
		return this.answer;
	}

}
