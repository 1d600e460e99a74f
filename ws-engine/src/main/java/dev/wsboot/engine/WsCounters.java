/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.Map;

import dev.wsboot.engine.options.RateLimit;

/**
 * A snapshot of the counters of a server. All values except {@code open...},
 * {@code ...Queued...}, {@code bufferedBytes} and {@code ...Memory} only grow. An
 * immutable value.
 *
 * @param openConnections the number of open connections, including handshakes
 * @param openSessions the number of open sessions
 * @param openSessionsByEndpoint the number of open sessions by endpoint
 * @param totals the value of each {@link WsCounter}
 * @param rejected the number of connections that did not become sessions, by reason,
 * without probes
 * @param closes the number of ended sessions by close code
 * @param inboundQueuedMessages the number of messages queued for their handlers
 * @param outboundQueuedBytes the number of bytes queued for sending
 * @param contextMemory the native memory in bytes that is reserved for the compression
 * contexts of open sessions
 * @param bufferedBytes the heap memory in bytes that is occupied by messages that are
 * unfinished, queued for a handler, or queued for sending
 * @param rateLimitExceeded the number of times that a session was paused or closed
 * because its peer exceeded a {@link RateLimit}, by the kind of limit
 * @param violations the number of connections that failed because the peer broke the
 * protocol or a limit of messages, by the broken rule
 */
public record WsCounters(long openConnections, long openSessions, Map<String, Integer> openSessionsByEndpoint,
		Map<WsCounter, Long> totals, Map<RejectReason, Long> rejected, Map<Integer, Long> closes,
		long inboundQueuedMessages, long outboundQueuedBytes, long contextMemory, long bufferedBytes,
		Map<RateLimit.Kind, Long> rateLimitExceeded, Map<Violation, Long> violations) {

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
	 * @return the number of connections that ended before they sent a request
	 */
	public long probes() {
		return count(WsCounter.PROBES);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_RECEIVED}.
	 * @return the number of complete messages received
	 */
	public long messagesReceived() {
		return count(WsCounter.MESSAGES_RECEIVED);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_SENT}.
	 * @return the number of complete messages written
	 */
	public long messagesSent() {
		return count(WsCounter.MESSAGES_SENT);
	}

	/**
	 * Returns {@link WsCounter#MESSAGES_DROPPED}.
	 * @return the number of messages dropped by an overflow policy
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
	 * @return the number of exceptions that were not handled by an error callback
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
