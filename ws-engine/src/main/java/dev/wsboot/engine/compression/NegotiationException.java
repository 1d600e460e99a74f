/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.io.Serial;

/**
 * The server's answer to an offer fails the handshake (RFC 7692 7).
 */
public final class NegotiationException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param complaint what is wrong with the answer
	 */
	NegotiationException(String complaint) {
		super(complaint);
	}

}
