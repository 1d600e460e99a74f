/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * The reason why a connection did not become a session. Connections are counted by
 * reason.
 */
public enum RejectReason {

	/** The input was not a valid HTTP request. */
	BAD_REQUEST,
	/** The request line, a header or the number of headers exceeded a limit. */
	TOO_LARGE,
	/** The request was valid HTTP, but not a WebSocket handshake of version 13. */
	NOT_WEBSOCKET,
	/**
	 * The host is not allowed, is invalid, or differs from the host of the TLS handshake.
	 */
	HOST,
	/** The origin is not allowed. */
	ORIGIN,
	/** The application rejected the handshake with 401 or 403. */
	FORBIDDEN,
	/** No endpoint has the path of the request. */
	NOT_FOUND,
	/** The application rejected the handshake with another status. */
	APPLICATION,
	/** The TLS handshake failed, or the peer does not use TLS. */
	TLS,
	/** The handshake was not complete in time. */
	TIMEOUT,
	/**
	 * The peer disconnected in the middle of the handshake, after it had sent a part of
	 * the request.
	 */
	DISCONNECTED,
	/** There are too many connections. */
	OVERLOAD,
	/** The server is stopping. */
	DRAINING,
	/** The application threw an exception instead of a decision. */
	ERROR

}
