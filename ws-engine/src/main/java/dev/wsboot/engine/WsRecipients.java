/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * A read-only live view of open sessions, to which a message can be sent. Weakly
 * consistent, as the views of a concurrent map are. Safe to use from any thread. A
 * narrowed view selects its sessions at each use.
 */
public interface WsRecipients extends Collection<WsSession> {

	/**
	 * Returns these sessions except one.
	 * @param session the session to leave out, which need not be among these sessions
	 * @return a live view
	 */
	WsRecipients except(WsSession session);

	/**
	 * Returns the sessions among these that match a predicate.
	 * @param predicate returns whether a session is selected; called at each use
	 * @return a live view
	 */
	WsRecipients filter(Predicate<? super WsSession> predicate);

	/**
	 * Returns the sessions among these that are in a group of their endpoint.
	 * @param group the group's name
	 * @return a live view
	 * @see WsSession#join
	 */
	WsRecipients inGroup(String group);

	/**
	 * Sends one message to each of these sessions. A failed or slow receiver does not
	 * affect the others.
	 * @param message a text, bytes or a message, which are sent unchanged, or any other
	 * object, which is encoded as by {@link WsSession#send(Object)}, once for each
	 * endpoint with open sessions
	 */
	void broadcast(Object message);

	/**
	 * Closes each of these sessions, as {@link WsSession#close(CloseStatus)} does. Also
	 * closes sessions whose handshake is in progress: if the application was asked for
	 * its decision before this call, and the handshake results in one of these sessions,
	 * the session is closed right after the 101, before {@link SessionHandler#onOpen} is
	 * called. Such a session is not in a group yet. Later handshakes are not affected, so
	 * to exclude a user, first reject new handshakes and then call this method.
	 * <p>
	 * For handshakes in progress, predicates of {@link #filter} are called on event
	 * loops, so they must not block.
	 * @param status a status whose code may be sent
	 * @throws IllegalArgumentException if the code may not be sent, such as 1006
	 */
	void close(CloseStatus status);

}
