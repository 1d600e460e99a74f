/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

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

	/** Encodings of the payload by variant; {@code null} before the first one. */
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
	 * Creates a text message.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 * @return the message
	 */
	public static PreparedMessage text(CharSequence text) {
		return new PreparedMessage(true, text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Creates a binary message.
	 * @param payload the payload, which is copied
	 * @return the message
	 */
	public static PreparedMessage binary(byte[] payload) {
		return new PreparedMessage(false, payload.clone());
	}

	/**
	 * Creates a binary message.
	 * @param payload the payload, which is copied; the buffer's position does not change
	 * @return the message
	 */
	public static PreparedMessage binary(ByteBuffer payload) {
		byte[] copy = new byte[payload.remaining()];
		payload.get(payload.position(), copy);
		return new PreparedMessage(false, copy);
	}

	/**
	 * Converts a received message to one that can be sent, without copying the payload.
	 * @param message the message
	 * @return a message of the same kind with the same payload
	 */
	public static PreparedMessage of(WsMessage message) {
		return new PreparedMessage(message.isText(), message.bytes());
	}

	/**
	 * Converts any object to a message.
	 * @param message a text, bytes or a message, which are sent unchanged, any other
	 * object, or a {@link KeyedMessage} of one of these
	 * @param encoder the encoder of other objects, or {@code null} if there is none
	 * @return the message
	 * @throws IllegalStateException if the object needs an encoder and there is none
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
	 * Returns this message with a key. If the queue of a session contains an unwritten
	 * message with an equal key, the new message replaces it at its position, regardless
	 * of the overflow policy. A slow peer thus receives the latest message of each key.
	 * The new message may overtake messages that were sent between the two. The send of
	 * the replaced message fails with {@link SendException.Reason#REPLACED}.
	 * @param key an immutable object with {@code equals} and {@code hashCode}, such as
	 * the name of the subject of the message
	 * @return a message of the same kind with the same payload
	 */
	public PreparedMessage withKey(Object key) {
		return new PreparedMessage(this.text, this.payload, Objects.requireNonNull(key, "'key' must not be null"));
	}

	/**
	 * Returns the key of this message (see {@link #withKey}).
	 * @return the key, or {@code null} for none
	 */
	public @Nullable Object key() {
		return this.key;
	}

	/**
	 * Returns whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * Returns the payload without copying it. The array must not be written to.
	 * @return the bytes, UTF-8 for a text message
	 */
	public byte[] bytes() {
		return this.payload;
	}

	/**
	 * Returns the payload in another encoding, which is computed once and kept by this
	 * message. Used by the engine, which deflates a broadcast once for many sessions.
	 * @param variant the key of the encoding, with {@code equals} and {@code hashCode}
	 * @param encoder computes the encoding of the payload, and must not write to the
	 * payload
	 * @return the encoded bytes, which must not be written to
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
