/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.io.Serial;

/**
 * Reports that a message was not written.
 */
public final class SendException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates an exception without a stack trace. A trace would only show the event loop,
	 * and thousands of sends may fail at once.
	 * @param reason the kind of failure
	 */
	public SendException(Reason reason) {
		super(reason.text, null, false, false);
		this.reason = reason;
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * The kinds of failure.
	 */
	public enum Reason {

		/**
		 * The session is closing or closed, or was cut before the message was written.
		 */
		CLOSED("The session closed before the message was written"),
		/**
		 * The peer reads too slowly: the queue is full, and the overflow policy dropped
		 * this message.
		 */
		OVERFLOW("The peer reads too slowly, so the message was dropped"),
		/**
		 * A newer message with an equal key replaced this message in the queue.
		 */
		REPLACED("A newer message with an equal key replaced this message");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
