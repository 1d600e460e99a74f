/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.io.Serial;

/**
 * Thrown by a client if the server's response to its offer is invalid, so that the
 * handshake fails (RFC 7692 7).
 */
public final class NegotiationException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param complaint the mistake in the response
	 */
	NegotiationException(String complaint) {
		super(complaint);
	}

}
