/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * The events for which a {@link SessionHandler} is called.
 */
public enum SessionEvent {

	/** The session is open. */
	OPEN,
	/** A text message has arrived. */
	TEXT,
	/** A binary message has arrived. */
	BINARY,
	/** A pong has arrived. */
	PONG,
	/** The session has ended. */
	CLOSE

}
