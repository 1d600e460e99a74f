package dev.wsboot.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection after its handshake. Safe to use from any thread.
 * <p>
 * Sending never blocks. Each send returns a stage that completes once: when the message
 * was written to the socket, or with a {@link SendException} that says why it was not.
 * Written does not mean delivered. Messages that one thread sends leave in order, but for
 * those with a key (see {@link PreparedMessage#withKey}).
 */
public interface WsSession {

	/**
	 * Returns an identifier that nobody can guess.
	 * @return at least 128 bits from a secure random generator, as text
	 */
	String id();

	/**
	 * Returns the endpoint that accepted the handshake.
	 * @return the name that {@link HandshakeDecision.Accept#endpoint} gave, or an empty
	 * text
	 */
	String endpoint();

	/**
	 * Returns the request that opened this session, without its Sec-WebSocket-Key, which
	 * has done its work.
	 * @return the request
	 */
	HandshakeRequest handshakeRequest();

	/**
	 * Returns the peer's address.
	 * @return the address
	 */
	InetSocketAddress remoteAddress();

	/**
	 * Whether the connection is encrypted ({@code wss}).
	 * @return whether it is
	 */
	default boolean isSecure() {
		return handshakeRequest().secure();
	}

	/**
	 * Returns who the client is: whom the decision about its handshake names, or else the
	 * subject of its certificate.
	 * @return the client, or {@code null} if that is not known
	 */
	default @Nullable Principal principal() {
		return handshakeRequest().principal();
	}

	/**
	 * Returns the subprotocol that was agreed.
	 * @return its name, or {@code null} for none
	 */
	@Nullable String subprotocol();

	/**
	 * Returns the application's own data.
	 * @return a map that may be used from any thread; it takes no {@code null}
	 */
	Map<String, Object> attributes();

	/**
	 * Puts this session into a group of its endpoint, where
	 * {@link WsSessions#broadcast(String, String, Object)} finds it, until it leaves or
	 * ends. A group begins with its first session and vanishes with its last. Sessions
	 * that have ended are neither counted nor sent to. Groups of two endpoints are
	 * different ones, whatever their names. Does nothing if the session is in the group,
	 * or has ended.
	 * @param group the group's name
	 */
	void join(String group);

	/**
	 * Takes this session out of a group; nothing happens if it is not in there.
	 * @param group the group's name
	 */
	void leave(String group);

	/**
	 * Returns the groups that this session is in.
	 * @return their names at this moment; none once {@link SessionHandler#onClose} has
	 * returned
	 */
	Set<String> groups();

	/**
	 * Holds back this session's callbacks that have not begun, until a stage is complete,
	 * in whatever way: so a callback that goes on in the background keeps the order of
	 * messages, without a thread that waits. Called several times, it waits for all
	 * stages. What comes meanwhile waits as it does behind a callback that blocks, and if
	 * it is too much, the peer is not read until there is room.
	 * <p>
	 * The end of the session ends the hold: what has come before is then handled without
	 * it, and {@link SessionHandler#onClose} is called. Until then, a stage that never
	 * completes holds back the answer to the peer's Close frame, too, for no longer than
	 * the close timeout.
	 * <p>
	 * Called by {@link SessionHandler#onClose}, it lets that callback last until the
	 * stage is complete: until then the session keeps the names of its groups, and the
	 * stop of the server waits.
	 * @param stage what to wait for, of any outcome; complete ones hold back nothing
	 */
	void holdUntil(CompletionStage<?> stage);

	/**
	 * Runs code whose sends to this session are replies to its own messages, as those of
	 * its callbacks are: while they wait to be written, further messages of the session
	 * wait, and the session is not closed for it. For callbacks that go on elsewhere,
	 * such as in a stage that they have given to {@link #holdUntil}. Of the sends that
	 * this call makes, one at a time may wait beyond {@code send.buffer-limit}; more than
	 * that is up to the overflow policy. The next call may send another one, whatever
	 * waits by then: this method is called once for each message that is answered, as
	 * calls in a loop could fill the memory.
	 * @param work what to run at once, on this thread
	 */
	default void asReply(Runnable work) {
		work.run();
	}

	/**
	 * Whether messages can be sent.
	 * @return {@code false} once a Close frame was sent, or the connection has ended
	 */
	boolean isOpen();

	/**
	 * Sends a text message.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 * @return completes when written
	 */
	CompletionStage<Void> sendText(CharSequence text);

	/**
	 * Sends one part of a text message as a fragment (RFC 6455 5.4). Other messages that
	 * are sent meanwhile wait for the last part.
	 * @param part the next part; it must not end between the halves of a surrogate pair
	 * @param last whether the message ends with it
	 * @return completes when written
	 * @throws IllegalStateException if a binary message is under way
	 */
	CompletionStage<Void> sendText(CharSequence part, boolean last);

	/**
	 * Sends a binary message.
	 * @param payload the payload, copied; the buffer's position stays where it is
	 * @return completes when written
	 */
	CompletionStage<Void> sendBinary(ByteBuffer payload);

	/**
	 * Sends one part of a binary message as a fragment (RFC 6455 5.4). Other messages
	 * that are sent meanwhile wait for the last part.
	 * @param part the next part, copied
	 * @param last whether the message ends with it
	 * @return completes when written
	 * @throws IllegalStateException if a text message is under way
	 */
	CompletionStage<Void> sendBinary(ByteBuffer part, boolean last);

	/**
	 * Sends a binary message.
	 * @param payload the payload, copied
	 * @return completes when written
	 */
	default CompletionStage<Void> sendBinary(byte[] payload) {
		return sendBinary(ByteBuffer.wrap(payload));
	}

	/**
	 * Sends a message whose bytes are shared with other sessions.
	 * @param message the message
	 * @return completes when written
	 */
	CompletionStage<Void> send(PreparedMessage message);

	/**
	 * Sends an object as one message.
	 * @param message a text, bytes or a message, which are sent as they are, or any other
	 * object, which the {@link SessionHandler#encoder() encoder} of the session's handler
	 * turns into a message
	 * @return completes when written
	 * @throws IllegalStateException for an object if the handler has no encoder
	 */
	CompletionStage<Void> send(Object message);

	/**
	 * Sends a ping; the answer is measured and told to {@link SessionHandler#onPong}.
	 * @param payload at most 125 bytes, copied
	 * @return completes when written
	 * @throws IllegalArgumentException for more than 125 bytes (RFC 6455 5.5)
	 */
	CompletionStage<Void> ping(ByteBuffer payload);

	/**
	 * Returns how long the last answered ping took, the server's own keep-alive included.
	 * @return the time, or {@code null} before the first answer
	 */
	@Nullable Duration roundTripTime();

	/**
	 * Starts the closing handshake (RFC 6455 7.1.2) with code 1000.
	 * @return completes when the Close frame was written
	 */
	default CompletionStage<Void> close() {
		return close(CloseStatus.NORMAL);
	}

	/**
	 * Starts the closing handshake (RFC 6455 7.1.2): what was sent before leaves first,
	 * messages that come in from now on are dropped, and if the peer does not answer
	 * within the close timeout, the connection is cut. A second close does nothing.
	 * @param status a status whose code may be sent
	 * @return completes when the Close frame was written
	 * @throws IllegalArgumentException for a code that may not be sent, such as 1006
	 */
	CompletionStage<Void> close(CloseStatus status);

	/**
	 * Returns how much is accepted for sending but not yet written.
	 * @return bytes, frame headers included
	 */
	long queuedBytes();

}
