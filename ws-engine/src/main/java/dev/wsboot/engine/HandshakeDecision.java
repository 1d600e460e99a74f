/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a handshake. An immutable value.
 */
public sealed interface HandshakeDecision {

	/**
	 * Accepts the request.
	 * @param handler the receiver of the session's callbacks
	 * @return a decision that can be refined
	 */
	static Accept accept(SessionHandler handler) {
		return new Accept(handler, "", List.of(), Headers.empty(), Map.of(), Compression.DEFAULT, null, null, null);
	}

	/**
	 * Rejects the request.
	 * @param status an HTTP status from 400 to 599, or a redirect from 300 to 399
	 * @return a decision that can be refined
	 * @throws IllegalArgumentException for another status
	 */
	static Reject reject(int status) {
		return new Reject(status, Headers.empty(), "");
	}

	/**
	 * Postpones the decision. Until the decision is made, the connection is not read, and
	 * the handshake timeout runs.
	 * @param decision a stage that completes on any thread; a failure is answered with
	 * status 500
	 * @return the decision
	 */
	static HandshakeDecision later(CompletionStage<? extends HandshakeDecision> decision) {
		return new Later(decision);
	}

	private static void rejectReserved(Set<String> reserved, Headers headers) {
		for (String name : headers.names()) {
			if (reserved.contains(name)) {
				throw new IllegalArgumentException("Header '" + name + "' is set by the handshake itself");
			}
		}
	}

	/**
	 * Answers the request with 101 and opens a session.
	 *
	 * @param handler the receiver of the session's callbacks
	 * @param endpoint the name of the endpoint that the session belongs to, such as a
	 * path template
	 * @param subprotocols the supported subprotocols; the first of them in the client's
	 * order is chosen
	 * @param headers additional headers of the response
	 * @param attributes the initial attributes of the session
	 * @param compression whether the session may be compressed
	 * @param principal the identity of the client, or {@code null} for the subject of its
	 * certificate
	 * @param options the settings of the session, or {@code null} for those of the server
	 * @param expiresAt the time at which the session expires, or {@code null} for never
	 */
	record Accept(SessionHandler handler, String endpoint, List<String> subprotocols, Headers headers,
			Map<String, Object> attributes, Compression compression, @Nullable Principal principal,
			@Nullable SessionOptions options, @Nullable Instant expiresAt) implements HandshakeDecision {

		private static final Set<String> RESERVED = Set.of("connection", "upgrade", "sec-websocket-accept",
				"sec-websocket-protocol", "sec-websocket-extensions", "content-length", "transfer-encoding");

		public Accept {
			Objects.requireNonNull(handler, "'handler' must not be null");
			Objects.requireNonNull(endpoint, "'endpoint' must not be null");
			subprotocols = List.copyOf(subprotocols);
			attributes = Map.copyOf(attributes);
			Objects.requireNonNull(compression, "'compression' must not be null");
			rejectReserved(RESERVED, headers);
		}

		/**
		 * Sets the name of the endpoint.
		 * @param name the name, such as {@code /chat/{room}}
		 * @return a new decision
		 */
		public Accept endpoint(String name) {
			return new Accept(this.handler, name, this.subprotocols, this.headers, this.attributes, this.compression,
					this.principal, this.options, this.expiresAt);
		}

		/**
		 * Sets the subprotocols that the endpoint supports.
		 * @param names the names, which are tokens of RFC 9110
		 * @return a new decision
		 */
		public Accept subprotocols(List<String> names) {
			return new Accept(this.handler, this.endpoint, names, this.headers, this.attributes, this.compression,
					this.principal, this.options, this.expiresAt);
		}

		/**
		 * Adds a header to the response.
		 * @param name the header's name
		 * @param value the header's value
		 * @return a new decision
		 * @throws IllegalArgumentException if the value contains control characters, or
		 * the header is part of the handshake itself
		 */
		public Accept header(String name, String value) {
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers.with(name, value),
					this.attributes, this.compression, this.principal, this.options, this.expiresAt);
		}

		/**
		 * Adds attributes to the session.
		 * @param more the attributes
		 * @return a new decision
		 */
		public Accept attributes(Map<String, ?> more) {
			Map<String, Object> all = new HashMap<>(this.attributes);
			all.putAll(more);
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, all, this.compression,
					this.principal, this.options, this.expiresAt);
		}

		/**
		 * Sets whether the session may be compressed.
		 * @param value the new value; the server's options decide by default
		 * @return a new decision
		 */
		public Accept compression(Compression value) {
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes, value,
					this.principal, this.options, this.expiresAt);
		}

		/**
		 * Sets the identity of the client in place of the subject of its certificate.
		 * @param who the principal of the session and of its request
		 * @return a new decision
		 */
		public Accept principal(Principal who) {
			Objects.requireNonNull(who, "'who' must not be null");
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes,
					this.compression, who, this.options, this.expiresAt);
		}

		/**
		 * Sets the settings of the session.
		 * @param value the new value, preferably one instance for all sessions of an
		 * endpoint; by default, the server's options apply
		 * ({@link WsServerOptions#session})
		 * @return a new decision
		 */
		public Accept options(SessionOptions value) {
			Objects.requireNonNull(value, "'value' must not be null");
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes,
					this.compression, this.principal, value, this.expiresAt);
		}

		/**
		 * Sets the time at which the session expires, such as that of the client's token.
		 * @param at the time, at which {@link SessionHandler#onExpired} is called unless
		 * the session is renewed by {@link WsSession#renew}
		 * @return a new decision
		 */
		public Accept expiresAt(Instant at) {
			Objects.requireNonNull(at, "'at' must not be null");
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes,
					this.compression, this.principal, this.options, at);
		}

	}

	/**
	 * Answers the request with an error status or a redirect, and closes the connection.
	 *
	 * @param status the HTTP status
	 * @param headers additional headers of the response; a Content-Type replaces the
	 * default of plain text
	 * @param body a short plain text; if empty, the reason phrase of the status
	 */
	record Reject(int status, Headers headers, String body) implements HandshakeDecision {

		private static final Set<String> RESERVED = Set.of("connection", "content-length", "transfer-encoding");

		public Reject {
			if (status < 300 || status > 599) {
				throw new IllegalArgumentException(
						"Status " + status + " cannot reject a handshake: it is not 300 to 599");
			}
			Objects.requireNonNull(headers, "'headers' must not be null");
			Objects.requireNonNull(body, "'body' must not be null");
			rejectReserved(RESERVED, headers);
		}

		/**
		 * Adds a header to the response.
		 * @param name the header's name
		 * @param value the header's value
		 * @return a new decision
		 * @throws IllegalArgumentException if the value contains control characters, or
		 * the header delimits the response
		 */
		public Reject header(String name, String value) {
			return new Reject(this.status, this.headers.with(name, value), this.body);
		}

		/**
		 * Sets the body.
		 * @param text a short plain text
		 * @return a new decision
		 */
		public Reject body(String text) {
			return new Reject(this.status, this.headers, text);
		}

	}

	/**
	 * Postpones the decision.
	 *
	 * @param decision a stage that completes with the decision
	 */
	record Later(CompletionStage<? extends HandshakeDecision> decision) implements HandshakeDecision {

		public Later {
			Objects.requireNonNull(decision, "'decision' must not be null");
		}

	}

}
