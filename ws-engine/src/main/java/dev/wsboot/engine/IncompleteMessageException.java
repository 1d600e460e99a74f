/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown to the reader of a message, or of all messages of a session, if the rest will
 * not arrive: the session is closing or has ended, or the peer has violated the protocol
 * or exceeded a limit.
 */
public final class IncompleteMessageException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient CloseStatus status;

	/**
	 * Creates an exception.
	 * @param status the status with which the session ends
	 */
	public IncompleteMessageException(CloseStatus status) {
		super("The rest will not arrive because the session is closed with " + status.code()
				+ (status.reason().isEmpty() ? "" : ": " + status.reason()));
		this.status = status;
	}

	/**
	 * Returns the status with which the session ends, which is also passed to
	 * {@link SessionHandler#onClose}.
	 * @return the status
	 */
	public CloseStatus status() {
		return this.status;
	}

}
