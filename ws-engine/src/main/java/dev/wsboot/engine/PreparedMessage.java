package dev.wsboot.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message that is encoded once and sent to any number of sessions, which share its
 * bytes. Immutable and safe to use from any thread.
 */
public final class PreparedMessage {

	private final boolean text;

	private final byte[] payload;

	private PreparedMessage(boolean text, byte[] payload) {
		this.text = text;
		this.payload = payload;
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

	@Override
	public String toString() {
		return (this.text ? "text" : "binary") + " message of " + this.payload.length + " bytes";
	}

}
