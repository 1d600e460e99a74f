/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The open sessions of a server. Safe to use from any thread. Views are live and weakly
 * consistent, as the views of a concurrent map are. A session is included from before its
 * client receives the 101 and before {@link SessionHandler#onOpen} is called, until its
 * connection has ended. {@link WsRecipients#close} also closes sessions whose handshake
 * is in progress.
 */
public interface WsSessions {

	/**
	 * Returns all open sessions.
	 * @return a read-only live view
	 */
	WsRecipients all();

	/**
	 * Returns the open sessions of one endpoint.
	 * @param endpoint the name of the endpoint, such as a path template
	 * @return a read-only live view
	 */
	WsRecipients of(String endpoint);

	/**
	 * Returns the open sessions of the endpoint that a class declares.
	 * @param endpoint the class of the endpoint, or a supertype of several
	 * @return a read-only live view; its methods throw an
	 * {@link IllegalArgumentException} while the server has no such endpoint
	 * @throws UnsupportedOperationException if endpoints are not declared by classes, as
	 * in the engine alone
	 */
	default WsRecipients of(Class<?> endpoint) {
		throw new UnsupportedOperationException(
				"Endpoints of this server are not declared by classes: pass their names");
	}

	/**
	 * Returns the open sessions that have joined a group.
	 * @param endpoint the name of the endpoint that the group belongs to
	 * @param group the group's name
	 * @return a read-only live view
	 * @see WsSession#join
	 */
	WsRecipients inGroup(String endpoint, String group);

	/**
	 * Returns the open sessions of one user, at all endpoints.
	 * @param name the name of the {@link WsSession#principal() principal} of the sessions
	 * @return a read-only live view
	 */
	WsRecipients ofUser(String name);

	/**
	 * Returns the names of the users that have open sessions.
	 * @return a read-only live view
	 */
	Set<String> users();

	/**
	 * Returns the session with an identifier.
	 * @param id the identifier
	 * @return the session, or {@code null} if it is not open
	 */
	@Nullable WsSession find(String id);

	/**
	 * Returns the names of the endpoints that have open sessions.
	 * @return a read-only live view
	 */
	Set<String> endpoints();

	/**
	 * Returns the number of open sessions.
	 * @return the number
	 */
	int count();

	/**
	 * Returns the number of open sessions of one endpoint.
	 * @param endpoint the name of the endpoint
	 * @return the number
	 */
	int count(String endpoint);

	/**
	 * Sends one message to every session of an endpoint. A failed or slow receiver does
	 * not affect the others.
	 * @param endpoint the name of the endpoint
	 * @param message the message, or an object that is encoded once, as by
	 * {@link WsRecipients#broadcast}
	 */
	void broadcast(String endpoint, Object message);

	/**
	 * Sends one message to every session of a group, as
	 * {@link #broadcast(String, Object)} does to every session of an endpoint.
	 * @param endpoint the name of the endpoint that the group belongs to
	 * @param group the group's name; nothing is sent if the group has no sessions
	 * @param message the message, or an object that is encoded once, as by
	 * {@link WsRecipients#broadcast}
	 * @see WsSession#join
	 */
	void broadcast(String endpoint, String group, Object message);

}
