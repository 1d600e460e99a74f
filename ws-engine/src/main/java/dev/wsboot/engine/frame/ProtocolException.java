/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.io.Serial;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.Violation;

/**
 * Thrown if a peer violates the protocol or exceeds a limit. The connection fails with
 * the close status of the exception (RFC 6455 7.1.7).
 */
public final class ProtocolException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Violation violation;

	private final transient CloseStatus status;

	/**
	 * Creates an exception with the default reason of a violation. There is no stack
	 * trace, since peers can cause any number of exceptions.
	 * @param violation the broken rule
	 */
	public ProtocolException(Violation violation) {
		this(violation, violation.reason());
	}

	/**
	 * Creates an exception with a specific reason. There is no stack trace, since peers
	 * can cause any number of exceptions.
	 * @param violation the broken rule
	 * @param reason the text for the peer, which must not contain input of the peer
	 */
	public ProtocolException(Violation violation, String reason) {
		super(reason, null, false, false);
		this.violation = violation;
		this.status = CloseStatus.of(violation.code()).withReason(reason);
	}

	/**
	 * Returns the broken rule.
	 * @return the violation
	 */
	public Violation violation() {
		return this.violation;
	}

	/**
	 * Returns the status to close the connection with.
	 * @return the code of the violation, and the reason
	 */
	public CloseStatus status() {
		return this.status;
	}

}
