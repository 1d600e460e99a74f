/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.Set;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

/**
 * The users that are connected to this node, by the names of the principals of their
 * sessions. A user is online from before the client receives the 101 of the first session
 * until the connection of the last one has ended. Sessions without a principal belong to
 * nobody. Safe to use from any thread.
 */
public interface WsUsers {

	/**
	 * Returns whether a user has an open session.
	 * @param name the name of the user
	 * @return {@code true} if the user is online
	 */
	boolean isOnline(String name);

	/**
	 * Returns the names of the users that are online.
	 * @return a read-only live view
	 */
	Set<String> online();

	/**
	 * Returns the number of users that are online.
	 * @return the number
	 */
	int count();

	/**
	 * Returns the open sessions of a user, at all endpoints.
	 * @param name the name of the user
	 * @return a read-only live view, to which messages can be sent
	 */
	WsRecipients sessions(String name);

	/**
	 * Closes all sessions of a user, also those whose handshake is in progress, as
	 * {@link WsRecipients#close} does. Later handshakes are not affected, so to exclude a
	 * user, first reject new handshakes and then call this method.
	 * @param name the name of the user
	 * @param status a status whose code may be sent
	 * @throws IllegalArgumentException if the code may not be sent, such as 1006
	 */
	void disconnect(String name, CloseStatus status);

	/**
	 * Returns the users of sessions.
	 * @param sessions the sessions, whose {@link WsSession#principal() principals} are
	 * the users
	 * @return the users
	 */
	static WsUsers of(WsSessions sessions) {
		return new SessionUsers(sessions);
	}

}
