/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A complete received message, text or binary (RFC 6455 5.6). Immutable, provided that
 * {@link #bytes()} is not written to, and safe to pass to other threads. The payload of a
 * text message is valid UTF-8.
 */
public final class WsMessage {

	private final boolean text;

	private final byte[] payload;

	private WsMessage(boolean text, byte[] payload) {
		this.text = text;
		this.payload = Objects.requireNonNull(payload, "'payload' must not be null");
	}

	/**
	 * Creates a text message.
	 * @param utf8 the payload in UTF-8, not copied
	 * @return the message
	 */
	public static WsMessage ofText(byte[] utf8) {
		return new WsMessage(true, utf8);
	}

	/**
	 * Creates a binary message.
	 * @param payload the payload, not copied
	 * @return the message
	 */
	public static WsMessage ofBinary(byte[] payload) {
		return new WsMessage(false, payload);
	}

	/**
	 * Returns a binary message with a copy of a buffer's content.
	 * @param payload the payload, from the buffer's position to its limit, which stay as
	 * they are
	 * @return the message
	 */
	public static WsMessage copyOf(ByteBuffer payload) {
		byte[] copy = new byte[payload.remaining()];
		payload.get(payload.position(), copy);
		return ofBinary(copy);
	}

	/**
	 * Returns whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * Returns the payload as text, which is decoded at each call.
	 * @return the text
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the payload without copying it.
	 * @return the bytes, UTF-8 for a text message
	 */
	public byte[] bytes() {
		return this.payload;
	}

	/**
	 * Returns the payload as a read-only buffer.
	 * @return a new buffer at each call
	 */
	public ByteBuffer buffer() {
		return ByteBuffer.wrap(this.payload).asReadOnlyBuffer();
	}

	/**
	 * Returns the size of the payload.
	 * @return the number of bytes
	 */
	public int size() {
		return this.payload.length;
	}

	@Override
	public String toString() {
		// the payload must not reach a log
		return (this.text ? "text" : "binary") + " message of " + this.payload.length + " bytes";
	}

}
