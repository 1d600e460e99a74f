/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Thrown if an endpoint has no method for the type of a message. If no
 * {@link dev.wsboot.annotation.OnError} method handles this exception, or
 * {@link InvalidMessageException} in general, the session is closed with 1003.
 */
public final class UnknownMessageTypeException extends InvalidMessageException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String type;

	/**
	 * Creates an exception.
	 * @param type the type named by the message
	 */
	public UnknownMessageTypeException(String type) {
		super("There is no method for messages of its type", null);
		this.type = type;
	}

	/**
	 * Returns the type named by the message, which is chosen by the client.
	 * @return the type, of any length
	 */
	public String type() {
		return this.type;
	}

}
