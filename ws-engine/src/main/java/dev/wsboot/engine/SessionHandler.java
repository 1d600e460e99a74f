package dev.wsboot.engine;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Gets the callbacks of sessions. A session's callbacks come in order and one at a time,
 * on the server's executor, where they may block; those that {@link #isNonBlocking} names
 * may run on the event loop, where they must not. One handler may serve many sessions at
 * once.
 */
public interface SessionHandler {

	/**
	 * Called first, once, before any message.
	 * @param session the new session
	 * @throws Exception goes to {@link #onError}
	 */
	default void onOpen(WsSession session) throws Exception {
	}

	/**
	 * Called on the event loop as soon as a message is there, also while those before it
	 * wait or are handled, unless it is a buffer for {@link #onBinary}. So a callback may
	 * wait for a message of its own session. Must neither block nor throw.
	 * @param session the session
	 * @param message the message
	 * @return whether it has been dealt with, so that {@link #onMessage} is not called
	 */
	default boolean onArrival(WsSession session, WsMessage message) {
		return false;
	}

	/**
	 * Called for each whole message.
	 * @param session the session
	 * @param message the message
	 * @throws Exception goes to {@link #onError}
	 */
	default void onMessage(WsSession session, WsMessage message) throws Exception {
	}

	/**
	 * Called on the event loop in place of {@link #onMessage} for binary messages that
	 * need not be copied, if {@link #isNonBlocking} names {@link SessionEvent#BINARY}. By
	 * itself, this method copies the message and calls {@link #onMessage}.
	 * @param session the session
	 * @param payload the message, read-only and valid during this call only: its bytes
	 * are overwritten afterwards
	 * @throws Exception goes to {@link #onError}
	 */
	default void onBinary(WsSession session, ByteBuffer payload) throws Exception {
		byte[] copy = new byte[payload.remaining()];
		payload.get(copy);
		onMessage(session, WsMessage.ofBinary(copy));
	}

	/**
	 * Called for a message that is told as it comes, if {@link #maxStreamSize} asks for
	 * that: when its first piece has come, or all of it if it is short, in its turn, and
	 * always on the executor, where it may block in reading. What is not read waits in a
	 * buffer of a fixed size; as long as that is full, the peer is not read. When this
	 * method returns, the rest of the message is discarded as it comes.
	 * <p>
	 * An {@link IncompleteMessageException} of the message that this method lets pass
	 * does not go to {@link #onError}, as the session is at its end anyway.
	 * @param session the session
	 * @param message the message
	 * @throws Exception goes to {@link #onError}
	 */
	default void onStream(WsSession session, IncomingMessage message) throws Exception {
	}

	/**
	 * Called for each pong, asked for or not (RFC 6455 5.5.3), but not for those that
	 * answer the server's own keep-alive, and only if {@link #takesPongs} says so.
	 * @param session the session
	 * @param payload at most 125 bytes, read-only
	 * @throws Exception goes to {@link #onError}
	 */
	default void onPong(WsSession session, ByteBuffer payload) throws Exception {
	}

	/**
	 * Called on any thread as soon as the session is about to close, because the peer has
	 * closed its side or broken the protocol, or the server stops: our Close frame goes
	 * when the messages that came before are handled, so nothing should hold these back
	 * that ends with the session only. May be called twice, and not at all where the
	 * application closes or the connection ends. Must neither block nor throw.
	 * @param session the session, still open
	 */
	default void onClosing(WsSession session) {
	}

	/**
	 * Called on the event loop as soon as the connection has ended, also while a callback
	 * runs behind which {@link #onClose} has to wait. Must neither block nor throw.
	 * @param session the session, no longer open
	 */
	default void onEnd(WsSession session) {
	}

	/**
	 * Called last, once, on every way in which a session may end after it was opened.
	 * @param session the session, no longer open
	 * @param status what began the end: the first Close frame, the peer's or ours, or
	 * 1006 if the connection ended without one
	 * @throws Exception goes to {@link #onError}
	 */
	default void onClose(WsSession session, CloseStatus status) throws Exception {
	}

	/**
	 * Called with whatever another callback has thrown. Returning normally means that it
	 * has been dealt with; throwing, as this method does by itself, is logged and closes
	 * the session with 1011 and no detail.
	 * @param session the session
	 * @param error what was thrown
	 * @throws Throwable closes the session
	 */
	default void onError(WsSession session, Throwable error) throws Throwable {
		throw error;
	}

	/**
	 * Whether a callback never blocks, so that it may run on the event loop. Asked once
	 * for each session, before it opens.
	 * @param event the kind of callback
	 * @return {@code false} to have it on the executor always
	 */
	default boolean isNonBlocking(SessionEvent event) {
		return false;
	}

	/**
	 * Whether {@link #onPong} does anything. Pongs have their turn among the messages, so
	 * those that nobody takes should not wait there. Asked on the event loop for each
	 * pong; must neither block nor throw.
	 * @return {@code false} to have pongs counted only
	 */
	default boolean takesPongs() {
		return true;
	}

	/**
	 * Returns the size of the largest message whose callback may run on the event loop,
	 * where {@link #isNonBlocking} names its kind: work that grows with a message delays
	 * all other sessions of the loop. Callbacks of larger messages come on the executor,
	 * in order with all others. Asked on the event loop for messages of more than 1,024
	 * bytes; must neither block nor throw.
	 * @param event {@link SessionEvent#TEXT} or {@link SessionEvent#BINARY}
	 * @return bytes of a message, as many as there may be by itself
	 */
	default int maxNonBlockingSize(SessionEvent event) {
		return Integer.MAX_VALUE;
	}

	/**
	 * Whether messages are told by {@link #onStream} as they come, and how large they may
	 * be. The limits of whole messages, of their frames and the number of their fragments
	 * do not count for them. Asked once for each session, before it opens, for
	 * {@link SessionEvent#TEXT} and {@link SessionEvent#BINARY}.
	 * @param event the kind of message
	 * @return bytes of a message (inflated, if it comes compressed), beyond which the
	 * session is closed with 1009; {@link Long#MAX_VALUE} for any size; 0 to have whole
	 * messages by {@link #onMessage}
	 */
	default long maxStreamSize(SessionEvent event) {
		return 0;
	}

	/**
	 * Returns what turns objects into messages for {@link WsSession#send(Object)} and
	 * {@link WsRecipients#broadcast}. Handlers of one kind return equal encoders, so that
	 * a broadcast is encoded once for all of their sessions.
	 * @return the encoder, or {@code null} if only texts, bytes and messages can be sent
	 */
	default @Nullable MessageEncoder encoder() {
		return null;
	}

	/**
	 * Returns what stands for all handlers whose callbacks do the same, so that what was
	 * seen of one is expected of the others: if a callback has waited for its peer, those
	 * of its kind begin only while few enough threads of a pool do so. Asked once for
	 * each session, before it opens.
	 * @return the kind, compared by {@code equals}; by itself, the class of the handler
	 */
	default Object kind() {
		return getClass();
	}

}
