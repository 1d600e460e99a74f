package dev.wsboot.engine;

/**
 * Why a connection did not become a session; each is counted.
 */
public enum RejectReason {

	/** The bytes were not a legal HTTP request. */
	BAD_REQUEST,
	/** The request line, the headers or their number were over a limit. */
	TOO_LARGE,
	/** The request was legal HTTP, but no WebSocket handshake of version 13. */
	NOT_WEBSOCKET,
	/** The host is not allowed, cannot be right, or is not that of the TLS handshake. */
	HOST,
	/** The origin is not allowed. */
	ORIGIN,
	/** The application rejected it with 401 or 403. */
	FORBIDDEN,
	/** No endpoint has that path. */
	NOT_FOUND,
	/** The application rejected it with another status. */
	APPLICATION,
	/** The TLS handshake failed, or the peer speaks no TLS. */
	TLS,
	/** The handshake was not complete in time. */
	TIMEOUT,
	/**
	 * The peer went away after it had begun a request, before the handshake was complete.
	 */
	DISCONNECTED,
	/** Too many connections. */
	OVERLOAD,
	/** The server is stopping. */
	DRAINING,
	/** The application failed to decide. */
	ERROR

}
