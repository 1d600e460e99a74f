/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Handles one kind of event of an endpoint. Event handlers are planned at startup and may
 * be used from any thread.
 */
public interface EventHandler {

	/**
	 * Handles an event.
	 * @param invocation the event and its session
	 * @throws Throwable an exception of the user's method, or
	 * {@link dev.wsboot.endpoint.InvalidMessageException}
	 */
	void handle(Invocation invocation) throws Throwable;

	/**
	 * Returns true if the handler never blocks, so that it may run on the event loop.
	 * @return {@code false} if the handler may block
	 */
	boolean isNonBlocking();

	/**
	 * Returns the maximum size of messages that the handler reads as they arrive.
	 * @return the number of bytes; 0 to receive complete messages
	 */
	default long maxStreamSize() {
		return 0;
	}

	/**
	 * Opens the protocol that a new session speaks on top of messages.
	 * @param resources the session's resources
	 * @param session the session
	 * @return the protocol, or {@code null} for plain messages
	 */
	default @Nullable SessionProtocol openProtocol(SessionResources resources, WsSession session) {
		return null;
	}

}
