/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.options.Compression;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An opening handshake whose endpoint is known, and the settings of its session, which
 * {@link WsHandshakeInterceptor}s may change. Used by one thread at a time.
 */
public final class WsHandshake {

	private final HandshakeRequest request;

	private final String endpoint;

	private final Map<String, String> pathVariables;

	private final Map<String, Object> attributes = new HashMap<>();

	private Headers responseHeaders = Headers.empty();

	private @Nullable Principal principal;

	/** The time at which the session expires, or {@code null} for never. */
	private @Nullable Instant expiresAt;

	private CloseStatus expiryStatus = CloseStatus.EXPIRED;

	/** The chosen subprotocol, or {@code null} to leave the choice to the endpoint. */
	private @Nullable String subprotocol;

	/** The use of compression, or {@code null} to leave the choice to the endpoint. */
	private @Nullable Compression compression;

	/**
	 * Creates a handshake.
	 * @param request the request
	 * @param endpoint the declared path of the endpoint
	 * @param pathVariables the decoded variables of the path
	 */
	public WsHandshake(HandshakeRequest request, String endpoint, Map<String, String> pathVariables) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(pathVariables, "'pathVariables' must not be null");
		this.request = request;
		this.endpoint = endpoint;
		this.pathVariables = pathVariables;
		this.principal = request.principal();
	}

	/**
	 * Returns the request.
	 * @return the request
	 */
	public HandshakeRequest request() {
		return this.request;
	}

	/**
	 * Returns the declared path of the endpoint.
	 * @return the path, such as {@code /chat/{room}}
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Returns the variables of the path.
	 * @return names and decoded values
	 */
	public Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	/**
	 * Returns the initial attributes of the session.
	 * @return a modifiable map that accepts no {@code null}
	 */
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Sets the identity of the client, which becomes the {@link Principal} of the
	 * session.
	 * @param principal the principal, such as a verified authentication
	 * @return this
	 */
	public WsHandshake principal(Principal principal) {
		Assert.notNull(principal, "'principal' must not be null");
		this.principal = principal;
		return this;
	}

	/**
	 * Returns the identity of the client: the principal set by an interceptor, or else
	 * the subject of the client's certificate.
	 * @return the principal, or {@code null} if the client is not known
	 */
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Sets the time at which the session expires, such as that of the client's token. An
	 * expired session is closed with 3000, unless the session is renewed by
	 * {@link dev.wsboot.engine.WsSession#renew}.
	 * @param at the time
	 * @return this
	 */
	public WsHandshake expiresAt(Instant at) {
		Assert.notNull(at, "'at' must not be null");
		this.expiresAt = at;
		return this;
	}

	/**
	 * Returns the time at which the session expires.
	 * @return the time, or {@code null} for never
	 */
	public @Nullable Instant expiresAt() {
		return this.expiresAt;
	}

	/**
	 * Sets the status that an expired session is closed with.
	 * @param status a status whose code may be sent
	 * @return this
	 */
	public WsHandshake expiryStatus(CloseStatus status) {
		Assert.notNull(status, "'status' must not be null");
		Assert.isTrue(status.kind().isSendable(), "'status' must have a code that may be sent");
		this.expiryStatus = status;
		return this;
	}

	/**
	 * Returns the status that an expired session is closed with.
	 * @return the status
	 */
	public CloseStatus expiryStatus() {
		return this.expiryStatus;
	}

	/**
	 * Sets the subprotocol of the session in place of the endpoint's choice.
	 * @param name one of the subprotocols that the client offers
	 * @return this
	 * @throws IllegalArgumentException if the client does not offer the subprotocol,
	 * since it would fail the connection (RFC 6455 4.1)
	 */
	public WsHandshake subprotocol(String name) {
		Assert.notNull(name, "'name' must not be null");
		List<String> offered = this.request.subprotocols();
		if (!offered.contains(name)) {
			throw new IllegalArgumentException("The client does not offer the subprotocol '" + name + "', but "
					+ (offered.isEmpty() ? "none" : "only " + offered));
		}
		this.subprotocol = name;
		return this;
	}

	/**
	 * Returns the subprotocol set by an interceptor.
	 * @return the name, or {@code null} to leave the choice to the endpoint
	 */
	public @Nullable String subprotocol() {
		return this.subprotocol;
	}

	/**
	 * Sets whether the session may be compressed, in place of the endpoint's choice.
	 * @param value the new value, such as {@link Compression#DISABLED} to decline the
	 * client's offer
	 * @return this
	 */
	public WsHandshake compression(Compression value) {
		Assert.notNull(value, "'value' must not be null");
		this.compression = value;
		return this;
	}

	/**
	 * Returns the use of compression set by an interceptor.
	 * @return the value, or {@code null} to leave the choice to the endpoint
	 */
	public @Nullable Compression compression() {
		return this.compression;
	}

	/**
	 * Adds a header to the response with status 101, such as Set-Cookie.
	 * @param name the header's name
	 * @param value the header's value
	 * @return this
	 * @throws IllegalArgumentException if the value contains control characters
	 */
	public WsHandshake responseHeader(String name, String value) {
		this.responseHeaders = this.responseHeaders.with(name, value);
		return this;
	}

	/**
	 * Returns the additional headers of the response.
	 * @return the headers
	 */
	public Headers responseHeaders() {
		return this.responseHeaders;
	}

}
