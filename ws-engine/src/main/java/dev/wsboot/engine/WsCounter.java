/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import org.jspecify.annotations.Nullable;

/**
 * A total that a server counts from its start. A new constant is published by
 * {@link WsCounters#count} and by the starter's meters without further code.
 */
public enum WsCounter {

	/** Handshakes answered with 101. */
	ACCEPTED("ws.handshakes.accepted", "WebSocket sessions that were opened"),

	/**
	 * Connections that the peer ended before sending a request, as health checks of load
	 * balancers do.
	 */
	PROBES("ws.probes", "Connections to the WebSocket port that ended before they sent a request"),

	/** Complete messages received. */
	MESSAGES_RECEIVED("ws.messages.received", "Complete WebSocket messages received"),

	/** Complete messages written. */
	MESSAGES_SENT("ws.messages.sent", "Complete WebSocket messages written"),

	/** Messages dropped by an overflow policy. */
	MESSAGES_DROPPED("ws.messages.dropped", "WebSocket messages dropped by an overflow policy"),

	/** Bytes read from sockets; with TLS, after decryption. */
	BYTES_RECEIVED("ws.bytes.received", "Bytes read from WebSocket connections; with TLS, after decryption"),

	/** Bytes written to sockets; with TLS, before encryption. */
	BYTES_SENT("ws.bytes.sent", "Bytes written to WebSocket connections; with TLS, before encryption"),

	/** Pings sent. */
	PINGS_SENT(null, "WebSocket pings sent"),

	/** Pings received. */
	PINGS_RECEIVED(null, "WebSocket pings received"),

	/** Pongs received. */
	PONGS_RECEIVED(null, "WebSocket pongs received"),

	/**
	 * Exceptions of callbacks that were not handled by {@link SessionHandler#onError}.
	 */
	HANDLER_ERRORS(null, "Exceptions of WebSocket callbacks that were not handled by an error callback"),

	/**
	 * Deflations of messages. A broadcast counts once for all sessions that share the
	 * deflated message.
	 */
	DEFLATIONS(null, "WebSocket messages deflated"),

	/** Sessions opened without context takeover for lack of memory. */
	CONTEXTS_REFUSED("ws.compression.context.refused",
			"WebSocket sessions opened without a compression context for lack of memory"),

	/** Sessions closed with 1013 to free memory. */
	SESSIONS_SHED("ws.sessions.shed",
			"WebSocket sessions closed because all sessions together buffered too many bytes");

	private final @Nullable String meterName;

	private final String description;

	WsCounter(@Nullable String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Returns the name of the meter that publishes the total.
	 * @return the name, or {@code null} if no meter publishes it
	 */
	public @Nullable String meterName() {
		return this.meterName;
	}

	/**
	 * Returns a description of the total, as the help text of a meter.
	 * @return a phrase without a full stop
	 */
	public String description() {
		return this.description;
	}

}
