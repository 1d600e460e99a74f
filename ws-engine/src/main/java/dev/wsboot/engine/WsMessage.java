package dev.wsboot.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One whole message as it was received, text or binary (RFC 6455 5.6). Immutable as long
 * as nobody writes to {@link #bytes()}, and safe to hand to other threads. The payload of
 * a text message has been checked to be UTF-8.
 */
public final class WsMessage {

	private final boolean text;

	private final byte[] payload;

	private WsMessage(boolean text, byte[] payload) {
		this.text = text;
		this.payload = Objects.requireNonNull(payload, "'payload' must not be null");
	}

	/**
	 * Returns a text message.
	 * @param utf8 the payload in UTF-8, not copied
	 * @return the message
	 */
	public static WsMessage ofText(byte[] utf8) {
		return new WsMessage(true, utf8);
	}

	/**
	 * Returns a binary message.
	 * @param payload the payload, not copied
	 * @return the message
	 */
	public static WsMessage ofBinary(byte[] payload) {
		return new WsMessage(false, payload);
	}

	/**
	 * Whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * Returns the payload as text, decoded anew at each call.
	 * @return the text
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the payload itself, not a copy.
	 * @return the bytes, UTF-8 for a text message
	 */
	public byte[] bytes() {
		return this.payload;
	}

	/**
	 * Returns the payload as a buffer that cannot be written to.
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
		// the payload is never part of a log line
		return (this.text ? "text" : "binary") + " message of " + this.payload.length + " bytes";
	}

}
