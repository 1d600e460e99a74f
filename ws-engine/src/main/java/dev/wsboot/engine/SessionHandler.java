/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Receives the callbacks of sessions. The callbacks of a session are called in order and
 * one at a time, on the server's executor, where they may block. Callbacks for which
 * {@link #isNonBlocking} returns {@code true} may run on the event loop, where they must
 * not block. One handler may serve many sessions concurrently.
 */
public interface SessionHandler {

	/**
	 * Called once when the session is open, before all other callbacks.
	 * @param session the new session
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onOpen(WsSession session) throws Exception {
	}

	/**
	 * Called on the event loop as soon as a message is complete, even while earlier
	 * messages are queued or handled, so that a callback can wait for a message of its
	 * own session. Not called for messages that are passed to {@link #onBinary} as a
	 * buffer. Must neither block nor throw.
	 * @param session the session
	 * @param message the message
	 * @return {@code true} if the message is handled, so that {@link #onMessage} is not
	 * called
	 */
	default boolean onArrival(WsSession session, WsMessage message) {
		return false;
	}

	/**
	 * Called for each complete message.
	 * @param session the session
	 * @param message the message
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onMessage(WsSession session, WsMessage message) throws Exception {
	}

	/**
	 * Called on the event loop instead of {@link #onMessage} for binary messages that
	 * need not be copied, if {@link #isNonBlocking} returns {@code true} for
	 * {@link SessionEvent#BINARY}. The default implementation copies the message and
	 * calls {@link #onMessage}.
	 * @param session the session
	 * @param payload the message, read-only and valid during this call only: its bytes
	 * are overwritten afterwards
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onBinary(WsSession session, ByteBuffer payload) throws Exception {
		onMessage(session, WsMessage.copyOf(payload));
	}

	/**
	 * Called for a message that is read as it arrives, if {@link #maxStreamSize} is not 0
	 * for its kind. Called in the order of messages, when the first part of the message
	 * (or all of a short one) has arrived, and always on the executor, where reading may
	 * block. Unread bytes are kept in a buffer of fixed size; while that buffer is full,
	 * reading from the peer is paused. When this method returns, the rest of the message
	 * is discarded as it arrives.
	 * <p>
	 * An {@link IncompleteMessageException} that this method throws is not passed to
	 * {@link #onError}, since the session is ending anyway.
	 * @param session the session
	 * @param message the message
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onStream(WsSession session, IncomingMessage message) throws Exception {
	}

	/**
	 * Called for each pong, solicited or not (RFC 6455 5.5.3), if {@link #takesPongs}
	 * returns {@code true}. Not called for replies to the server's keep-alive pings.
	 * @param session the session
	 * @param payload at most 125 bytes, read-only
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onPong(WsSession session, ByteBuffer payload) throws Exception {
	}

	/**
	 * Called on any thread as soon as the session is about to close because the peer has
	 * sent a Close frame or violated the protocol, or because the server stops. The
	 * server's Close frame is sent after all earlier messages are handled, so their
	 * callbacks should stop waiting for the end of the session now. May be called twice.
	 * Not called if the application closes the session or the connection ends. Must
	 * neither block nor throw.
	 * @param session the session, still open
	 */
	default void onClosing(WsSession session) {
	}

	/**
	 * Called on the event loop as soon as the connection has ended, even while a callback
	 * runs that delays {@link #onClose}. Must neither block nor throw.
	 * @param session the session, no longer open
	 * @param status the status that {@link #onClose} gets
	 */
	default void onEnd(WsSession session, CloseStatus status) {
	}

	/**
	 * Called on the event loop when the server closes the session because all sessions
	 * together hold too much memory. Messages that are queued for callbacks are dropped,
	 * and no further message is received, so the handler should drop the messages that
	 * {@link #onArrival} has handled. May be called after {@link #onEnd}, and more than
	 * once. Must neither block nor throw.
	 * @param session the session, no longer open
	 */
	default void onShed(WsSession session) {
	}

	/**
	 * Called once after all other callbacks, however the session ended.
	 * @param session the session, no longer open
	 * @param status the status of the first Close frame, sent or received, or 1006 if the
	 * connection ended without one
	 * @throws Exception any exception; it is passed to {@link #onError}
	 */
	default void onClose(WsSession session, CloseStatus status) throws Exception {
	}

	/**
	 * Called with each exception that another callback has thrown. A normal return marks
	 * the exception as handled. An exception of this method is logged and closes the
	 * session with 1011 and no reason. The default implementation throws the exception
	 * again.
	 * @param session the session
	 * @param error the exception
	 * @throws Throwable any exception; it closes the session
	 */
	default void onError(WsSession session, Throwable error) throws Throwable {
		throw error;
	}

	/**
	 * Returns whether a callback never blocks, so that it may run on the event loop.
	 * Called once for each session, before the session opens.
	 * @param event the kind of callback
	 * @return {@code false} if the callback must always run on the executor
	 */
	default boolean isNonBlocking(SessionEvent event) {
		return false;
	}

	/**
	 * Returns whether pongs are passed to {@link #onPong}. Pongs are queued in the order
	 * of messages, which is wasted if they are ignored. Called on the event loop for each
	 * pong. Must neither block nor throw.
	 * @return {@code false} if pongs are only counted
	 */
	default boolean takesPongs() {
		return true;
	}

	/**
	 * Returns the size limit of messages whose callbacks may run on the event loop, if
	 * {@link #isNonBlocking} returns {@code true} for their kind. The time that a
	 * callback needs for a large message delays all other sessions of the loop. Callbacks
	 * of larger messages run on the executor, in the order of messages. Called on the
	 * event loop for messages of more than 1,024 bytes. Must neither block nor throw.
	 * @param event {@link SessionEvent#TEXT} or {@link SessionEvent#BINARY}
	 * @return the maximum size in bytes; no limit by default
	 */
	default int maxNonBlockingSize(SessionEvent event) {
		return Integer.MAX_VALUE;
	}

	/**
	 * Returns the maximum size of messages that are passed to {@link #onStream} as they
	 * arrive. The limits for complete messages, for their frames and for the number of
	 * fragments do not apply to them. Called for {@link SessionEvent#TEXT} and
	 * {@link SessionEvent#BINARY} once for each session, before the session opens.
	 * @param event the kind of message
	 * @return the maximum size in bytes, after decompression, beyond which the session is
	 * closed with 1009; {@link Long#MAX_VALUE} for no limit; 0 if complete messages are
	 * passed to {@link #onMessage}
	 */
	default long maxStreamSize(SessionEvent event) {
		return 0;
	}

	/**
	 * Called on the event loop when the session has expired
	 * ({@link HandshakeDecision.Accept#expiresAt}), at most about a second late, and
	 * again after about a second unless the session is closed or renewed. Must neither
	 * block nor throw. Closes the session with 3000 by default.
	 * @param session the session
	 */
	default void onExpired(WsSession session) {
		session.close(CloseStatus.EXPIRED);
	}

	/**
	 * Returns the encoder of objects for {@link WsSession#send(Object)} and
	 * {@link WsRecipients#broadcast}. Handlers of one kind should return equal encoders,
	 * so that a broadcast is encoded once for all of their sessions.
	 * @return the encoder, or {@code null} if only texts, bytes and messages can be sent
	 */
	default @Nullable MessageEncoder encoder() {
		return null;
	}

	/**
	 * Returns an object that identifies handlers with the same callbacks. If a callback
	 * of one such handler has waited for its peer, the callbacks of all of them are
	 * expected to wait: they begin only while the number of waiting threads of a pool is
	 * below its limit. Called once for each session, before the session opens.
	 * @return the kind, compared by {@code equals}; the class of the handler by default
	 */
	default Object kind() {
		return getClass();
	}

}
