/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import java.time.Duration;

import org.springframework.security.core.Authentication;

/**
 * Issues one-time tickets, by which a page connects without a token in the URL: the page
 * requests a ticket over HTTP, where it is authenticated, and connects with
 * {@code wss://...?ticket=...}. A ticket is of no use after the handshake, so it may
 * appear in the logs of proxies. Safe to use from any thread.
 */
public interface WsTickets {

	/**
	 * Issues a ticket for a client.
	 * @param client the authenticated client, whose identity the session gets
	 * @param validity the time in which the ticket can be used, such as 30 seconds
	 * @return the ticket, which can be part of a URL as it is
	 * @throws IllegalArgumentException if the client is not authenticated, or the time is
	 * not positive
	 */
	String issue(Authentication client, Duration validity);

}
