/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection after its handshake. Safe to use from any thread.
 * <p>
 * Sending never blocks. Each send returns a stage that completes once: when the message
 * was written to the socket, or with a {@link SendException} that holds the reason why it
 * was not. Written does not mean delivered. Messages that one thread sends are written in
 * order, except for messages with a key (see {@link PreparedMessage#withKey}).
 */
public interface WsSession {

	/**
	 * Returns the unguessable identifier of this session.
	 * @return at least 128 bits from a secure random generator, as text
	 */
	String id();

	/**
	 * Returns the name of the endpoint that accepted the handshake.
	 * @return the name given by {@link HandshakeDecision.Accept#endpoint}, or an empty
	 * text
	 */
	String endpoint();

	/**
	 * Returns the request that opened this session. Its Sec-WebSocket-Key is removed,
	 * since the handshake is complete.
	 * @return the request
	 */
	HandshakeRequest handshakeRequest();

	/**
	 * Returns the peer's address.
	 * @return the address
	 */
	InetSocketAddress remoteAddress();

	/**
	 * Returns whether the connection is encrypted ({@code wss}).
	 * @return {@code true} for {@code wss}, {@code false} for {@code ws}
	 */
	default boolean isSecure() {
		return handshakeRequest().secure();
	}

	/**
	 * Returns the identity of the client: the principal named by the handshake decision,
	 * or else the subject of the client's certificate.
	 * @return the principal, or {@code null} if the client is not known
	 */
	default @Nullable Principal principal() {
		return handshakeRequest().principal();
	}

	/**
	 * Returns the time at which this session expires.
	 * @return the time, or {@code null} for never
	 */
	default @Nullable Instant expiresAt() {
		return null;
	}

	/**
	 * Replaces the identity of the client by a new one of the same user, such as that of
	 * a new token, and sets the time at which the session expires. Calls that have begun
	 * keep the identity that they began with.
	 * @param principal the new identity, which has the name of the present one
	 * @param until the time at which the session expires, or {@code null} for never
	 * @return {@code false} if this session is being closed
	 * @throws IllegalArgumentException if the present identity has another name, since
	 * what the session has done as one user must not be continued by another
	 */
	default boolean renew(Principal principal, @Nullable Instant until) {
		throw new UnsupportedOperationException("This session cannot be renewed");
	}

	/**
	 * Returns the negotiated subprotocol.
	 * @return its name, or {@code null} for none
	 */
	@Nullable String subprotocol();

	/**
	 * Returns the attributes of this session, which hold data of the application.
	 * @return a map that is safe to use from any thread and accepts no {@code null}
	 */
	Map<String, Object> attributes();

	/**
	 * Adds this session to a group of its endpoint until the session leaves the group or
	 * ends. Messages are sent to a group by
	 * {@link WsSessions#broadcast(String, String, Object)}. A group exists from its first
	 * session to its last. Ended sessions are neither counted nor sent to. Groups of
	 * different endpoints are distinct even if their names are equal. Does nothing if the
	 * session is already in the group or has ended.
	 * @param group the group's name
	 */
	void join(String group);

	/**
	 * Removes this session from a group. Does nothing if the session is not in the group.
	 * @param group the group's name
	 */
	void leave(String group);

	/**
	 * Returns the names of the groups that this session is in.
	 * @return a snapshot of the names; empty once {@link SessionHandler#onClose} has
	 * returned
	 */
	Set<String> groups();

	/**
	 * Delays the callbacks of this session that have not begun until a stage completes,
	 * normally or exceptionally. A callback that continues in the background thus keeps
	 * the order of messages without blocking a thread. After several calls, callbacks are
	 * delayed until all stages are complete. Messages that arrive in the meantime are
	 * queued as they are while a callback blocks; when the queue is full, reading from
	 * the peer is paused.
	 * <p>
	 * The delay ends when the session ends: queued messages are then handled, and
	 * {@link SessionHandler#onClose} is called. A stage that never completes also delays
	 * the reply to the peer's Close frame, but no longer than the close timeout.
	 * <p>
	 * If {@link SessionHandler#onClose} calls this method, that callback counts as
	 * running until the stage completes: until then the session keeps the names of its
	 * groups, and the stop of the server waits.
	 * @param stage the stage to wait for; a complete stage delays nothing
	 */
	void holdUntil(CompletionStage<?> stage);

	/**
	 * Runs a task whose sends to this session are treated as replies to messages of the
	 * session, as the sends of its callbacks are: while replies are queued, further
	 * messages of the session are not handled, and the queued replies do not close the
	 * session. Intended for callbacks that continue elsewhere, for example in a stage
	 * passed to {@link #holdUntil}. One reply of this call at a time may be queued beyond
	 * {@code send.buffer-limit}; the overflow policy applies to all others. The next call
	 * may queue another reply regardless of the queue's size, so call this method once
	 * for each answered message: calls in a loop could fill the memory.
	 * @param work the task, which is run immediately on the calling thread
	 */
	default void asReply(Runnable work) {
		work.run();
	}

	/**
	 * Returns whether messages can be sent.
	 * @return {@code false} after a Close frame was sent or the connection has ended
	 */
	boolean isOpen();

	/**
	 * Sends a text message.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 * @return a stage that completes when the message is written
	 */
	CompletionStage<Void> sendText(CharSequence text);

	/**
	 * Sends one part of a text message as a fragment (RFC 6455 5.4). Other messages are
	 * queued until the last part is written.
	 * @param part the next part; it must not end between the halves of a surrogate pair
	 * @param last whether this is the last part of the message
	 * @return a stage that completes when the message is written
	 * @throws IllegalStateException if a binary message is unfinished
	 */
	CompletionStage<Void> sendText(CharSequence part, boolean last);

	/**
	 * Sends a binary message.
	 * @param payload the payload, which is copied; the buffer's position does not change
	 * @return a stage that completes when the message is written
	 */
	CompletionStage<Void> sendBinary(ByteBuffer payload);

	/**
	 * Sends one part of a binary message as a fragment (RFC 6455 5.4). Other messages are
	 * queued until the last part is written.
	 * @param part the next part, copied
	 * @param last whether this is the last part of the message
	 * @return a stage that completes when the message is written
	 * @throws IllegalStateException if a text message is unfinished
	 */
	CompletionStage<Void> sendBinary(ByteBuffer part, boolean last);

	/**
	 * Sends a binary message.
	 * @param payload the payload, copied
	 * @return a stage that completes when the message is written
	 */
	default CompletionStage<Void> sendBinary(byte[] payload) {
		return sendBinary(ByteBuffer.wrap(payload));
	}

	/**
	 * Sends a message whose bytes are shared with other sessions.
	 * @param message the message
	 * @return a stage that completes when the message is written
	 */
	CompletionStage<Void> send(PreparedMessage message);

	/**
	 * Sends an object as one message.
	 * @param message a text, bytes or a message, which are sent unchanged, or any other
	 * object, which is encoded by the {@link SessionHandler#encoder() encoder} of the
	 * session's handler
	 * @return a stage that completes when the message is written
	 * @throws IllegalStateException if the object needs an encoder and the handler has
	 * none
	 */
	CompletionStage<Void> send(Object message);

	/**
	 * Sends a ping. The round-trip time of the pong is measured, and the pong is passed
	 * to {@link SessionHandler#onPong}.
	 * @param payload at most 125 bytes, copied
	 * @return a stage that completes when the message is written
	 * @throws IllegalArgumentException for more than 125 bytes (RFC 6455 5.5)
	 */
	CompletionStage<Void> ping(ByteBuffer payload);

	/**
	 * Returns the round-trip time of the last answered ping, including keep-alive pings
	 * of the server.
	 * @return the time, or {@code null} before the first pong
	 */
	@Nullable Duration roundTripTime();

	/**
	 * Starts the closing handshake (RFC 6455 7.1.2) with code 1000.
	 * @return a stage that completes when the Close frame is written
	 */
	default CompletionStage<Void> close() {
		return close(CloseStatus.NORMAL);
	}

	/**
	 * Starts the closing handshake (RFC 6455 7.1.2). Queued messages are written before
	 * the Close frame, messages that arrive later are dropped, and the connection is cut
	 * if the peer does not reply within the close timeout. A second call does nothing.
	 * @param status a status whose code may be sent
	 * @return a stage that completes when the Close frame is written
	 * @throws IllegalArgumentException if the code may not be sent, such as 1006
	 */
	CompletionStage<Void> close(CloseStatus status);

	/**
	 * Returns the number of bytes that are queued for sending and not yet written.
	 * @return the number of bytes, including frame headers
	 */
	long queuedBytes();

}
