package dev.wsboot.engine;

import org.jspecify.annotations.Nullable;

/**
 * A total that a server counts from its start on. A constant is all that a new one needs:
 * {@link WsCounters#count} and the meters of the starter follow.
 */
public enum WsCounter {

	/** Handshakes answered with 101. */
	ACCEPTED("ws.handshakes.accepted", "WebSocket sessions that were opened"),

	/**
	 * Connections that their peer ended before it asked for anything, as health checks of
	 * load balancers do.
	 */
	PROBES("ws.probes", "Connections to the WebSocket port that ended before they asked for anything"),

	/** Whole messages received. */
	MESSAGES_RECEIVED("ws.messages.received", "WebSocket messages received whole"),

	/** Whole messages written. */
	MESSAGES_SENT("ws.messages.sent", "WebSocket messages written whole"),

	/** Messages that an overflow policy dropped. */
	MESSAGES_DROPPED("ws.messages.dropped", "WebSocket messages that an overflow policy dropped"),

	/** Bytes read from sockets; with TLS, after decryption. */
	BYTES_RECEIVED("ws.bytes.received", "Bytes read from WebSocket connections; of TLS, the decrypted ones"),

	/** Bytes written to sockets; with TLS, before encryption. */
	BYTES_SENT("ws.bytes.sent", "Bytes written to WebSocket connections; of TLS, before encryption"),

	/** Pings sent. */
	PINGS_SENT(null, "WebSocket pings sent"),

	/** Pings received. */
	PINGS_RECEIVED(null, "WebSocket pings received"),

	/** Pongs received. */
	PONGS_RECEIVED(null, "WebSocket pongs received"),

	/** Exceptions of callbacks that {@link SessionHandler#onError} did not handle. */
	HANDLER_ERRORS(null, "Exceptions of WebSocket callbacks that no error callback handled"),

	/**
	 * Deflations of messages; a broadcast counts once for all sessions that share the
	 * result.
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
