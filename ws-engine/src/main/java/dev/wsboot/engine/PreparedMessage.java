package dev.wsboot.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded once and sent to any number of sessions, which share its
 * bytes. Immutable and safe to use from any thread.
 */
public final class PreparedMessage {

	private final boolean text;

	private final byte[] payload;

	private final @Nullable Object key;

	/** What {@link #encoded} has made. */
	private volatile @Nullable Map<Object, byte[]> variants;

	private PreparedMessage(boolean text, byte[] payload) {
		this(text, payload, null);
	}

	private PreparedMessage(boolean text, byte[] payload, @Nullable Object key) {
		this.text = text;
		this.payload = payload;
		this.key = key;
	}

	/**
	 * Returns a text message.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 * @return the message
	 */
	public static PreparedMessage text(CharSequence text) {
		return new PreparedMessage(true, text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns a binary message.
	 * @param payload the payload, copied
	 * @return the message
	 */
	public static PreparedMessage binary(byte[] payload) {
		return new PreparedMessage(false, payload.clone());
	}

	/**
	 * Returns a binary message.
	 * @param payload the payload, copied; the buffer's position stays where it is
	 * @return the message
	 */
	public static PreparedMessage binary(ByteBuffer payload) {
		byte[] copy = new byte[payload.remaining()];
		payload.get(payload.position(), copy);
		return new PreparedMessage(false, copy);
	}

	/**
	 * Returns a received message as one that can be sent, without copying it.
	 * @param message the message
	 * @return a message of the same kind and payload
	 */
	public static PreparedMessage of(WsMessage message) {
		return new PreparedMessage(message.isText(), message.bytes());
	}

	/**
	 * Returns any object as a message.
	 * @param message a text, bytes or a message, which are taken as they are, or another
	 * object; a {@link KeyedMessage} holds one of these
	 * @param encoder encodes another object, or {@code null} if nothing can
	 * @return the message
	 * @throws IllegalStateException if an encoder is needed, and there is none
	 */
	public static PreparedMessage of(Object message, @Nullable MessageEncoder encoder) {
		Objects.requireNonNull(message, "'message' must not be null");
		if (message instanceof PreparedMessage prepared) {
			return prepared;
		}
		if (message instanceof CharSequence text) {
			return text(text);
		}
		if (message instanceof byte[] bytes) {
			return binary(bytes);
		}
		if (message instanceof ByteBuffer buffer) {
			return binary(buffer);
		}
		if (message instanceof WsMessage received) {
			return of(received);
		}
		if (message instanceof KeyedMessage keyed) {
			return of(keyed.message(), encoder).withKey(keyed.key());
		}
		if (encoder == null) {
			throw new IllegalStateException("A " + message.getClass().getName()
					+ " cannot be sent: the handler of the session has no encoder. Send a text, bytes or a message");
		}
		return Objects.requireNonNull(encoder.encode(message), "An encoder must not return null");
	}

	/**
	 * Returns this message with a key. Where a session's queue holds a message with an
	 * equal key that is not being written yet, the new message takes the place of the old
	 * one, whatever the overflow policy is: a peer that reads slowly gets the latest
	 * message of each key, and each in the turn of the first one that it has missed. So
	 * the new message may overtake messages that were sent between the two. The send of
	 * the old message fails with {@link SendException.Reason#REPLACED}.
	 * @param key an immutable object with {@code equals} and {@code hashCode}, such as
	 * the name of what the message is about
	 * @return a message of the same kind and payload
	 */
	public PreparedMessage withKey(Object key) {
		return new PreparedMessage(this.text, this.payload, Objects.requireNonNull(key, "'key' must not be null"));
	}

	/**
	 * Returns the key that {@link #withKey} has given this message.
	 * @return the key, or {@code null} for none
	 */
	public @Nullable Object key() {
		return this.key;
	}

	/**
	 * Whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * Returns the payload itself, not a copy. It must not be written to.
	 * @return the bytes, UTF-8 for a text message
	 */
	public byte[] bytes() {
		return this.payload;
	}

	/**
	 * Returns the payload in another encoding, which is made once and kept as long as
	 * this message. For the engine, which deflates a broadcast once for many sessions.
	 * @param variant tells the encodings apart, as a key of a map
	 * @param encoder makes the encoding of the payload, which it must not write to
	 * @return the bytes, which must not be written to either
	 */
	public byte[] encoded(Object variant, UnaryOperator<byte[]> encoder) {
		Map<Object, byte[]> made = this.variants;
		if (made == null) {
			synchronized (this) {
				made = this.variants;
				if (made == null) {
					made = new ConcurrentHashMap<>(2);
					this.variants = made;
				}
			}
		}
		byte[] present = made.get(variant);
		return (present != null) ? present : made.computeIfAbsent(variant, (key) -> encoder.apply(this.payload));
	}

	@Override
	public String toString() {
		return (this.text ? "text" : "binary") + " message of " + this.payload.length + " bytes";
	}

}
