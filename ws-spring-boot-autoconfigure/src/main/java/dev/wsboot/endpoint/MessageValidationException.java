/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;
import java.util.List;

/**
 * Thrown if a message violates constraints of Bean Validation. If no
 * {@link dev.wsboot.annotation.OnError} method handles this exception, the session is
 * closed with 1007.
 */
public final class MessageValidationException extends InvalidMessageException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param violations the violated constraints, at least one
	 */
	public MessageValidationException(List<Violation> violations) {
		super(violations, null);
	}

}
