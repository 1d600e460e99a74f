/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.engine.WsMessage;

/**
 * A protocol on top of the messages of one session, which takes some messages before the
 * handler methods. Safe to use from any thread.
 */
public interface SessionProtocol {

	/**
	 * Takes a message that must not wait for earlier messages, such as a response that
	 * the handler of an earlier message is waiting for. Called by the event loop; must
	 * not block.
	 * @param message a received message
	 * @return whether the message was taken, so that no handler method receives it
	 */
	boolean takes(WsMessage message);

	/**
	 * Ends the protocol after the last message. Called by the event loop, more than once
	 * if the session ends while it opens; must not block.
	 */
	void close();

}
