package dev.wsboot.engine;

import java.util.Objects;

/**
 * An object that is sent as a message with a key, as {@link PreparedMessage#withKey}
 * says: it takes the place of a waiting message with an equal key. For
 * {@link WsSession#send(Object)} and broadcasts.
 *
 * @param key an immutable object with {@code equals} and {@code hashCode}
 * @param message a text, bytes, a message, or an object that the encoder of the session
 * turns into one
 */
public record KeyedMessage(Object key, Object message) {

	/**
	 * Creates a keyed message.
	 * @param key the key
	 * @param message the message
	 */
	public KeyedMessage {
		Objects.requireNonNull(key, "'key' must not be null");
		Objects.requireNonNull(message, "'message' must not be null");
	}

}
