package dev.wsboot.engine;

import java.util.Map;

import dev.wsboot.engine.options.RateLimit;

/**
 * What a server has counted, read at one moment. All but the {@code open...},
 * {@code ...Queued...}, {@code bufferedBytes} and {@code ...Memory} values only grow. An
 * immutable value.
 *
 * @param openConnections connections, those in the handshake included
 * @param openSessions sessions
 * @param openSessionsByEndpoint sessions by endpoint
 * @param totals the value of each {@link WsCounter}
 * @param rejected connections that did not become sessions, by reason; without probes
 * @param closes ended sessions by close code
 * @param inboundQueuedMessages messages queued for their handler
 * @param outboundQueuedBytes bytes queued to be written
 * @param contextMemory bytes of native memory that open sessions may use for compression
 * contexts that they keep
 * @param bufferedBytes bytes of the heap that messages of connections occupy: unfinished,
 * queued for a handler, or queued to be written
 * @param rateLimitExceeded how often a session was paused or closed because its peer was
 * over a {@link RateLimit}, by the kind of limit
 */
public record WsCounters(long openConnections, long openSessions, Map<String, Integer> openSessionsByEndpoint,
		Map<WsCounter, Long> totals, Map<RejectReason, Long> rejected, Map<Integer, Long> closes,
		long inboundQueuedMessages, long outboundQueuedBytes, long contextMemory, long bufferedBytes,
		Map<RateLimit.Kind, Long> rateLimitExceeded) {

	/**
	 * Returns the value of a counter.
	 * @param counter the counter
	 * @return the number since the start of the server
	 */
	public long count(WsCounter counter) {
		return this.totals.getOrDefault(counter, 0L);
	}

	/**
	 * Returns {@link WsCounter#ACCEPTED}.
	 * @return the number of handshakes answered with 101
	 */
	public long accepted() {
		return count(WsCounter.ACCEPTED);
	}

	/**
	 * Returns {@link WsCounter#PROBES}.
	 * @return the number of connections that ended before they asked for anything
	 */
	public long probes() {
		return count(WsCounter.PROBES);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_RECEIVED}.
	 * @return the number of whole messages received
	 */
	public long messagesReceived() {
		return count(WsCounter.MESSAGES_RECEIVED);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_SENT}.
	 * @return the number of whole messages written
	 */
	public long messagesSent() {
		return count(WsCounter.MESSAGES_SENT);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_DROPPED}.
	 * @return the number of messages that an overflow policy dropped
	 */
	public long messagesDropped() {
		return count(WsCounter.MESSAGES_DROPPED);
	}

	/**
	 * Returns {@link WsCounter#BYTES_RECEIVED}.
	 * @return the number of bytes read; with TLS, after decryption
	 */
	public long bytesReceived() {
		return count(WsCounter.BYTES_RECEIVED);
	}

	/**
	 * Returns {@link WsCounter#BYTES_SENT}.
	 * @return the number of bytes written; with TLS, before encryption
	 */
	public long bytesSent() {
		return count(WsCounter.BYTES_SENT);
	}

	/**
	 * Returns {@link WsCounter#PINGS_SENT}.
	 * @return the number of pings sent
	 */
	public long pingsSent() {
		return count(WsCounter.PINGS_SENT);
	}

	/**
	 * Returns {@link WsCounter#PINGS_RECEIVED}.
	 * @return the number of pings received
	 */
	public long pingsReceived() {
		return count(WsCounter.PINGS_RECEIVED);
	}

	/**
	 * Returns {@link WsCounter#PONGS_RECEIVED}.
	 * @return the number of pongs received
	 */
	public long pongsReceived() {
		return count(WsCounter.PONGS_RECEIVED);
	}

	/**
	 * Returns {@link WsCounter#HANDLER_ERRORS}.
	 * @return the number of exceptions that no error callback handled
	 */
	public long handlerErrors() {
		return count(WsCounter.HANDLER_ERRORS);
	}

	/**
	 * Returns {@link WsCounter#DEFLATIONS}.
	 * @return the number of deflations
	 */
	public long deflations() {
		return count(WsCounter.DEFLATIONS);
	}

	/**
	 * Returns {@link WsCounter#CONTEXTS_REFUSED}.
	 * @return the number of sessions opened without context takeover for lack of memory
	 */
	public long contextsRefused() {
		return count(WsCounter.CONTEXTS_REFUSED);
	}

	/**
	 * Returns {@link WsCounter#SESSIONS_SHED}.
	 * @return the number of sessions closed to free memory
	 */
	public long sessionsShed() {
		return count(WsCounter.SESSIONS_SHED);
	}

}
