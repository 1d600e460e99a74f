/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.engine.WsMessage;

/**
 * A protocol that one session speaks on top of messages, and that takes some messages
 * before the handler methods do. Safe to use from any thread.
 */
public interface SessionProtocol {

	/**
	 * Takes a message that must not wait for the messages before it, such as a response
	 * for which one of their handlers waits. Called by the event loop; must not block.
	 * @param message a message that has arrived
	 * @return whether the message is taken, so that no handler method gets it
	 */
	boolean takes(WsMessage message);

	/**
	 * Ends the protocol, as no more messages arrive. Called by the event loop, and more
	 * than once if the session ends while it opens; must not block.
	 */
	void close();

}
