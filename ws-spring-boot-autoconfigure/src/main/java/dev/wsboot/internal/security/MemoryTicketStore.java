/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.security.WsTicketStore;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Stores tickets in memory. Safe to use from any thread.
 */
public final class MemoryTicketStore implements WsTicketStore {

	/** Maximum number of tickets, which clients could otherwise request without end. */
	private static final int MAX_TICKETS = 100_000;

	/** Number of tickets from which expired ones are looked for. */
	private static final int MIN_PURGED = 1024;

	private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

	private final InstantSource clock;

	/** Number of tickets at which expired ones are removed next. */
	private volatile int purgeAt = MIN_PURGED;

	/**
	 * Creates an empty store.
	 * @param clock the current time
	 */
	public MemoryTicketStore(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalStateException if there are too many unused tickets
	 */
	@Override
	public void save(String key, Authentication client, Instant expiresAt) {
		if (this.tickets.size() >= this.purgeAt) {
			Instant now = this.clock.instant();
			this.tickets.values().removeIf((ticket) -> ticket.isExpired(now));
			this.purgeAt = Math.min(MAX_TICKETS, Math.max(MIN_PURGED, 2 * this.tickets.size()));
			if (this.tickets.size() >= MAX_TICKETS) {
				throw new IllegalStateException("There are " + MAX_TICKETS + " unused tickets");
			}
		}
		this.tickets.put(key, new Ticket(client, expiresAt));
	}

	@Override
	public @Nullable Authentication remove(String key) {
		Ticket ticket = this.tickets.remove(key);
		return (ticket != null && !ticket.isExpired(this.clock.instant())) ? ticket.client() : null;
	}

	private record Ticket(Authentication client, Instant expiresAt) {

		boolean isExpired(Instant now) {
			return !now.isBefore(this.expiresAt);
		}

	}

}
