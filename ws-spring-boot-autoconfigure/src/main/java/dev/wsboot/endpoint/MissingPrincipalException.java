/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Thrown if a handler method needs the principal of a session without one. If no
 * {@link dev.wsboot.annotation.OnError} method handles this exception, the session is
 * closed with 1008, or a JSON-RPC call is answered with the error -32001.
 */
public final class MissingPrincipalException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message a description of the parameter that needs the principal, which is
	 * not sent to clients
	 */
	public MissingPrincipalException(String message) {
		super(message);
	}

}
