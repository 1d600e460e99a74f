/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Stores issued tickets. By default, tickets are stored in memory, so they are valid on
 * the node that has issued them only; a bean of this type replaces that store. Must be
 * safe to use from any thread.
 */
public interface WsTicketStore {

	/**
	 * Stores a ticket.
	 * @param key the hash of the ticket, from which the ticket cannot be found
	 * @param client the client that the ticket is for
	 * @param expiresAt the time from which the ticket is invalid
	 */
	void save(String key, Authentication client, Instant expiresAt);

	/**
	 * Removes a ticket and returns its client. Of several concurrent calls with one key,
	 * at most one may return the client.
	 * @param key the hash of the ticket
	 * @return the client, or {@code null} if there is no such ticket, or it has expired
	 */
	@Nullable Authentication remove(String key);

}
