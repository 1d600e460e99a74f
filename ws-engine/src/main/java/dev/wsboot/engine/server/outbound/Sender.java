/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

/**
 * The sender of a message to a session, which decides how the limit of the outbound queue
 * applies to that message.
 */
public enum Sender {

	/** Any other code of the application; its messages are subject to the policy. */
	OTHER,
	/** The thread that handles the messages of the session, which are paced. */
	HANDLER,
	/** Another thread that answers a message of the session. */
	REPLY,
	/**
	 * A stream that answers a message of the session, and continues when its item is
	 * written. So one item of each stream waits for room, regardless of the policy.
	 */
	STREAM

}
