package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Utf8Validator;
import dev.wsboot.engine.frame.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from its data frames, within limits (RFC 6455 5.4). Not safe
 * for use by several threads.
 */
final class MessageAssembler implements MessageInflater.Sink {

	private static final byte[] EMPTY = new byte[0];

	/** What a sender may add to each fragment so that it ends with a whole byte. */
	private static final long FLUSH = 16;

	private final MessageLimits limits;

	/** {@code null} as long as all text has come whole, and was ASCII. */
	private @Nullable Utf8Validator utf8;

	private State state = State.IDLE;

	private int fragments;

	/** Grows with the bytes that came, never with the length that was claimed. */
	private byte[] payload = EMPTY;

	private int size;

	/** The most that the message can measure, as far as its frames have told. */
	private int ceiling;

	/** What came of a compressed message, before it was inflated. */
	private long deflatedSize;

	MessageAssembler(MessageLimits limits) {
		this.limits = limits;
	}

	/**
	 * Takes the header of a data frame.
	 */
	void onHeader(boolean fin, Opcode opcode, int payloadLength) throws ProtocolException {
		onHeader(opcode);
		if (payloadLength > this.limits.maxMessageSize() - this.size) {
			throw tooBig();
		}
		this.ceiling = fin ? this.size + payloadLength : this.limits.maxMessageSize();
	}

	/**
	 * Takes the header of a data frame of a compressed message. Its payload comes
	 * inflated.
	 */
	void onDeflatedHeader(Opcode opcode, int payloadLength) throws ProtocolException {
		onHeader(opcode);
		this.deflatedSize += payloadLength;
		// what inflates to little or nothing must have an end, too
		if (this.deflatedSize > FrameDecoder.maxDeflated(this.limits.maxMessageSize()) + FLUSH * this.fragments) {
			throw tooBig();
		}
		this.ceiling = this.limits.maxMessageSize();
	}

	private void onHeader(Opcode opcode) throws ProtocolException {
		// RFC 6455 5.4: fragments of one message are not interleaved with another
		if (opcode == Opcode.CONTINUATION && this.state == State.IDLE) {
			throw new ProtocolException(Violation.UNEXPECTED_CONTINUATION);
		}
		if (opcode != Opcode.CONTINUATION) {
			if (this.state != State.IDLE) {
				throw new ProtocolException(Violation.INTERLEAVED_MESSAGE);
			}
			this.state = (opcode == Opcode.TEXT) ? State.TEXT : State.BINARY;
		}
		if (++this.fragments > this.limits.maxFragments()) {
			throw new ProtocolException(Violation.TOO_MANY_FRAGMENTS,
					"Message has more than " + this.limits.maxFragments() + " fragments");
		}
	}

	private ProtocolException tooBig() {
		return new ProtocolException(Violation.MESSAGE_TOO_BIG,
				"Message is over " + this.limits.maxMessageSize() + " bytes");
	}

	/**
	 * Takes a piece of a message, inflated if it was compressed.
	 */
	@Override
	public void onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		int needed = this.size + length;
		if (needed > this.payload.length) {
			grow(needed);
		}
		data.get(offset, this.payload, this.size, length);
		if (this.state == State.TEXT) {
			// RFC 6455 8.1, at the first bad byte
			utf8().accept(this.payload, this.size, length);
		}
		this.size = needed;
	}

	private Utf8Validator utf8() {
		Utf8Validator present = this.utf8;
		if (present == null) {
			present = new Utf8Validator();
			this.utf8 = present;
		}
		return present;
	}

	private void grow(int needed) {
		long doubled = 2L * this.payload.length;
		int capacity = (int) Math.max(needed, Math.min(doubled, this.ceiling));
		this.payload = (this.size == 0) ? new byte[capacity] : Arrays.copyOf(this.payload, capacity);
	}

	/**
	 * Ends the message.
	 */
	WsMessage complete() throws ProtocolException {
		boolean text = this.state == State.TEXT;
		if (text && this.utf8 != null) {
			this.utf8.finish();
		}
		byte[] bytes = (this.size == this.payload.length) ? this.payload : Arrays.copyOf(this.payload, this.size);
		forget();
		return text ? WsMessage.ofText(bytes) : WsMessage.ofBinary(bytes);
	}

	/** Whether a whole message of that size is legal now. */
	boolean takesWhole(int size) {
		return this.state == State.IDLE && size <= this.limits.maxMessageSize();
	}

	/** Makes a text message that came whole. */
	WsMessage text(byte[] whole, boolean ascii) throws ProtocolException {
		if (!ascii) {
			utf8().accept(whole, 0, whole.length);
			utf8().finish();
		}
		return WsMessage.ofText(whole);
	}

	/** Whether no message is under way. */
	boolean isIdle() {
		return this.state == State.IDLE;
	}

	/** Bytes that the message occupies so far, with the room for more. */
	int heldBytes() {
		return this.payload.length;
	}

	/** Whether no byte of the message has come to this assembler. */
	boolean isEmpty() {
		return this.size == 0;
	}

	/** Ends the message, whose payload somebody else has taken. */
	void forget() {
		this.state = State.IDLE;
		this.fragments = 0;
		this.payload = EMPTY;
		this.size = 0;
		this.deflatedSize = 0;
	}

	private enum State {

		IDLE, TEXT, BINARY

	}

}
