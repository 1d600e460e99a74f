/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Thrown if a session has no attribute with the name and type that a handler method
 * declares with {@link org.springframework.web.bind.annotation.SessionAttribute}. If no
 * {@link dev.wsboot.annotation.OnError} method handles this exception, the session is
 * closed with 1011. The text contains Java classes, so it is meant for logs and not for
 * clients.
 */
public final class InvalidSessionAttributeException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String attribute;

	/**
	 * Creates an exception.
	 * @param attribute the name of the attribute
	 * @param problem the problem with the attribute, such as "is missing"
	 */
	public InvalidSessionAttributeException(String attribute, String problem) {
		super("Session attribute '" + attribute + "' " + problem);
		this.attribute = attribute;
	}

	/**
	 * Returns the name of the requested attribute.
	 * @return the name
	 */
	public String attribute() {
		return this.attribute;
	}

}
