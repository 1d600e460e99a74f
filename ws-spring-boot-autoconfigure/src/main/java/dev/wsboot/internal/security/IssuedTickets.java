/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

import dev.wsboot.security.WsTicketStore;
import dev.wsboot.security.WsTickets;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Issues tickets and redeems them. Safe to use from any thread.
 */
public final class IssuedTickets implements WsTickets {

	/** Size in bytes of the random part of a ticket. */
	private static final int RANDOM_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final WsTicketStore store;

	private final InstantSource clock;

	/**
	 * Creates tickets in a store.
	 * @param store the store
	 * @param clock the current time
	 */
	public IssuedTickets(WsTicketStore store, InstantSource clock) {
		this.store = store;
		this.clock = clock;
	}

	@Override
	public String issue(Authentication client, Duration validity) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(validity, "'validity' must not be null");
		Assert.isTrue(client.isAuthenticated(), "'client' must be authenticated");
		Assert.isTrue(!validity.isNegative() && !validity.isZero(), "'validity' must be positive");
		byte[] bytes = new byte[RANDOM_BYTES];
		this.random.nextBytes(bytes);
		String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		this.store.save(key(ticket), client, this.clock.instant().plus(validity));
		return ticket;
	}

	/**
	 * Redeems the ticket of a request.
	 * @param tickets the values of the parameter, or {@code null} if there are none
	 * @return the client, or {@code null} if the request has no ticket
	 * @throws BadCredentialsException if the ticket is unknown, used or expired
	 */
	@Nullable Authentication redeem(@Nullable List<String> tickets) {
		if (tickets == null) {
			return null;
		}
		Authentication client = (tickets.size() == 1) ? this.store.remove(key(tickets.get(0))) : null;
		if (client == null) {
			throw new BadCredentialsException("The ticket is unknown, used or expired");
		}
		return client;
	}

	/** A store need not be as secret as the tickets. */
	private static String key(String ticket) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("There is no SHA-256", ex);
		}
	}

}
