/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.Serial;

/**
 * Thrown if a server answers with another message than the one it was sent.
 */
final class UnexpectedReplyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	UnexpectedReplyException(String reply) {
		super(reply + " came back");
	}

}
