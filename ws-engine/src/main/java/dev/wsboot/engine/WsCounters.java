package dev.wsboot.engine;

import java.util.Map;

/**
 * What a server has counted, read at one moment. All but the {@code open...},
 * {@code ...Queued...} and {@code ...Memory} values only grow. An immutable value.
 *
 * @param openConnections connections, those in the handshake included
 * @param openSessions sessions
 * @param openSessionsByEndpoint sessions by endpoint
 * @param accepted handshakes answered with 101
 * @param rejected connections that did not become sessions, by reason; without probes
 * @param probes connections that their peer ended before it asked for anything, as health
 * checks of load balancers do
 * @param messagesReceived whole messages received
 * @param messagesSent whole messages written
 * @param bytesReceived bytes read from sockets; of TLS, what is inside
 * @param bytesSent bytes written to sockets; of TLS, what is inside
 * @param closes ended sessions by close code
 * @param pingsSent pings sent
 * @param pingsReceived pings received
 * @param pongsReceived pongs received
 * @param messagesDropped messages that an overflow policy dropped
 * @param handlerErrors exceptions of callbacks that {@link SessionHandler#onError} did
 * not handle
 * @param inboundQueuedMessages messages that wait for their handler
 * @param outboundQueuedBytes bytes that wait to be written
 * @param deflations how often a message was deflated; a broadcast counts once for all
 * sessions that share the result
 * @param contextMemory bytes of native memory that open sessions may use for compression
 * contexts that they keep
 * @param contextsRefused sessions opened without context takeover because there was no
 * memory left for that
 * @param bufferedBytes bytes of the heap that messages of connections occupy: unfinished,
 * waiting for a handler, or waiting to be written
 * @param sessionsShed sessions closed with 1013 because all together held too much
 * @param rateLimitExceeded how often a session was paused or closed because its peer was
 * over a {@link RateLimit}, by the kind of limit
 */
public record WsCounters(long openConnections, long openSessions, Map<String, Integer> openSessionsByEndpoint,
		long accepted, Map<RejectReason, Long> rejected, long probes, long messagesReceived, long messagesSent,
		long bytesReceived, long bytesSent, Map<Integer, Long> closes, long pingsSent, long pingsReceived,
		long pongsReceived, long messagesDropped, long handlerErrors, long inboundQueuedMessages,
		long outboundQueuedBytes, long deflations, long contextMemory, long contextsRefused, long bufferedBytes,
		long sessionsShed, Map<RateLimit.Kind, Long> rateLimitExceeded) {
}
