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
	 * Ends the protocol after the messages that were taken, as no more messages arrive.
	 * Called by the event loop, and more than once if the session ends while it opens;
	 * must not block.
	 */
	void close();

	/**
	 * Ends the protocol at once, and drops the messages that were taken and not handled.
	 * May be called after {@link #close}. Called by the event loop; must not block.
	 */
	void abort();

}
