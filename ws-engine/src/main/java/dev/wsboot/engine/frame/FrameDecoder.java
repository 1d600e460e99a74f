package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes frames from bytes that come in pieces of any size; payloads are unmasked in
 * place and handed on as they come (RFC 6455 5.2), but for short messages that are whole.
 * Not safe for use by several threads.
 */
public final class FrameDecoder {

	/** So much of a message is copied, unmasked and looked at in one go. */
	private static final int SHORT = 512;

	/**
	 * Maximum length in bytes of one piece of a compressed payload. Inflating a byte may
	 * take 80 ns, so the sink can stop after less than a millisecond.
	 */
	static final int MAX_DEFLATED_PIECE = 8 * 1024;

	/** The size of a masked frame with one byte of payload. */
	private static final int SMALLEST = 7;

	private static final byte WHOLE_TEXT = FrameEncoder.firstByte(true, Opcode.TEXT);

	private static final byte WHOLE_BINARY = FrameEncoder.firstByte(true, Opcode.BINARY);

	private final Role role;

	private final int maxFrameSize;

	private final boolean rsv1Allowed;

	/** Whether the message that was begun last is compressed. */
	private boolean deflated;

	private State state = State.FIRST_BYTE;

	private boolean fin;

	private boolean rsv1;

	private Opcode opcode = Opcode.CONTINUATION;

	/** Bytes of the extended length or the masking key that are still to come. */
	private int missing;

	/** Bytes of the payload that are still to come. */
	private long payloadLength;

	/** Its first byte, on top, is for the next byte of the payload. */
	private int maskingKey;

	/**
	 * Creates a decoder at the start of a frame.
	 * @param role our side: servers take only masked frames, clients only unmasked ones
	 * @param maxFrameSize the largest payload in bytes
	 * @param rsv1Allowed whether an extension gives RSV1 a meaning
	 */
	public FrameDecoder(Role role, int maxFrameSize, boolean rsv1Allowed) {
		this.role = role;
		this.maxFrameSize = maxFrameSize;
		this.rsv1Allowed = rsv1Allowed;
	}

	/**
	 * Returns how large a payload may be that inflates to so many bytes: senders compress
	 * also what only becomes larger thereby, such as browsers do. Each block that is
	 * stored has a header of 5 bytes (RFC 1951 3.2.4).
	 * @param size bytes, inflated
	 * @return bytes, deflated, with which nobody can say that he had to send more
	 */
	public static long maxDeflated(long size) {
		return size + size / 16L + 64;
	}

	/**
	 * Decodes bytes until they are used up or the sink has had enough.
	 * @param data the bytes from its position on, of which those that were used up are
	 * behind it afterwards, and may have been changed
	 * @param sink gets the frames
	 * @throws ProtocolException if the bytes break the protocol; the decoder is then of
	 * no further use
	 */
	public void decode(ByteBuffer data, Sink sink) throws ProtocolException {
		boolean goOn = true;
		while (goOn && data.hasRemaining()) {
			goOn = switch (this.state) {
				case FIRST_BYTE -> start(data, sink);
				case LENGTH_BYTE -> lengthByte(data.get(), sink);
				case LENGTH_OF_2_BYTES -> extendedLength(data.get(), 125, sink);
				case LENGTH_OF_8_BYTES -> extendedLength(data.get(), 0xFFFF, sink);
				case MASKING_KEY -> maskingKey(data, sink);
				case PAYLOAD -> payload(data, sink);
			};
		}
	}

	private boolean start(ByteBuffer data, Sink sink) throws ProtocolException {
		int length = shortMessage(data);
		if (length == 0) {
			return firstByte(data.get());
		}
		Opcode opcode = Opcode.of(data.get(data.position()));
		if (!sink.takesShort(opcode, length)) {
			return firstByte(data.get());
		}
		this.deflated = false;
		int offset = data.position() + maskedHeaderLength(length);
		int key = bigEndian(data, data.getInt(offset - 4));
		data.position(offset + length);
		return sink.onShort(opcode, data, offset, length, key);
	}

	/**
	 * Looks for the common case: a legal message in one short frame, all of which is
	 * there. Anything else takes the way by the states.
	 * @return the payload's number of bytes, or 0
	 */
	private int shortMessage(ByteBuffer data) {
		int available = data.remaining();
		if (available < SMALLEST || this.role == Role.CLIENT) {
			return 0;
		}
		int start = data.position();
		byte first = data.get(start);
		byte second = data.get(start + 1);
		boolean masked = second < 0;
		if (!masked) {
			return 0;
		}
		int length = second & 0x7F;
		if (length == 126) {
			length = (data.get(start + 2) & 0xFF) << 8 | (data.get(start + 3) & 0xFF);
			if (length < 126) {
				return 0;
			}
		}
		else if (length > 126) {
			return 0;
		}
		return ((first == WHOLE_TEXT || first == WHOLE_BINARY) && length <= Math.min(SHORT, this.maxFrameSize)
				&& available >= maskedHeaderLength(length) + length) ? length : 0;
	}

	private static int maskedHeaderLength(int length) {
		return FrameEncoder.headerLength(length) + 4;
	}

	private boolean firstByte(byte next) throws ProtocolException {
		this.fin = (next & 0x80) != 0;
		this.rsv1 = (next & 0x40) != 0;
		this.opcode = Opcode.of(next);
		// RFC 6455 5.2: an unknown opcode or a reserved bit fails the connection
		if (this.opcode.isReserved()) {
			throw new ProtocolException(Violation.RESERVED_OPCODE);
		}
		if ((next & 0x30) != 0) {
			throw new ProtocolException(Violation.RESERVED_BIT);
		}
		// RFC 7692 6: RSV1 is for the first frame of a data message
		if (this.rsv1 && (!this.rsv1Allowed || this.opcode.isControl() || this.opcode == Opcode.CONTINUATION)) {
			throw new ProtocolException(Violation.UNEXPECTED_RSV1);
		}
		// RFC 6455 5.5
		if (this.opcode.isControl() && !this.fin) {
			throw new ProtocolException(Violation.FRAGMENTED_CONTROL_FRAME);
		}
		if (this.rsv1Allowed && !this.opcode.isControl() && this.opcode != Opcode.CONTINUATION) {
			this.deflated = this.rsv1;
		}
		this.state = State.LENGTH_BYTE;
		return true;
	}

	private boolean lengthByte(byte next, Sink sink) throws ProtocolException {
		// RFC 6455 5.1
		if ((next & 0x80) != 0 != (this.role == Role.SERVER)) {
			throw new ProtocolException((this.role == Role.SERVER) ? Violation.UNMASKED_FRAME : Violation.MASKED_FRAME);
		}
		int length = next & 0x7F;
		// RFC 6455 5.5
		if (this.opcode.isControl() && length > 125) {
			throw new ProtocolException(Violation.CONTROL_FRAME_TOO_LONG);
		}
		if (length <= 125) {
			this.payloadLength = length;
			return lengthComplete(sink);
		}
		this.missing = (length == 126) ? 2 : 8;
		this.payloadLength = 0;
		this.state = (length == 126) ? State.LENGTH_OF_2_BYTES : State.LENGTH_OF_8_BYTES;
		return true;
	}

	private boolean extendedLength(byte next, int shorterForm, Sink sink) throws ProtocolException {
		// RFC 6455 5.2: the most significant bit must be 0
		if (this.missing == 8 && next < 0) {
			throw new ProtocolException(Violation.LENGTH_TOP_BIT);
		}
		this.payloadLength = (this.payloadLength << 8) | (next & 0xFF);
		if (--this.missing > 0) {
			return true;
		}
		// RFC 6455 5.2: the minimal number of bytes must be used
		if (this.payloadLength <= shorterForm) {
			throw new ProtocolException(Violation.LENGTH_NOT_SHORTEST);
		}
		return lengthComplete(sink);
	}

	private boolean lengthComplete(Sink sink) throws ProtocolException {
		if (this.payloadLength > this.maxFrameSize && !isLegalDeflated() && !sink.isStreamed(this.opcode)) {
			throw new ProtocolException(Violation.FRAME_TOO_BIG, "Frame is over " + this.maxFrameSize + " bytes");
		}
		if (this.role == Role.CLIENT) {
			return headerComplete(sink);
		}
		this.missing = 4;
		this.state = State.MASKING_KEY;
		return true;
	}

	private boolean isLegalDeflated() {
		return this.deflated && !this.opcode.isControl()
				&& this.payloadLength <= Math.min(maxDeflated(this.maxFrameSize), Integer.MAX_VALUE);
	}

	private boolean maskingKey(ByteBuffer data, Sink sink) throws ProtocolException {
		if (this.missing == 4 && data.remaining() >= 4) {
			this.maskingKey = bigEndian(data, data.getInt());
			return headerComplete(sink);
		}
		this.maskingKey = (this.maskingKey << 8) | (data.get() & 0xFF);
		return --this.missing > 0 || headerComplete(sink);
	}

	private boolean headerComplete(Sink sink) throws ProtocolException {
		this.state = State.PAYLOAD;
		sink.onHeader(this.fin, this.rsv1, this.opcode, this.payloadLength);
		return this.payloadLength > 0 || end(sink);
	}

	private boolean payload(ByteBuffer data, Sink sink) throws ProtocolException {
		int offset = data.position();
		int available = this.deflated ? Math.min(data.remaining(), MAX_DEFLATED_PIECE) : data.remaining();
		int length = (int) Math.min(available, this.payloadLength);
		if (this.role == Role.SERVER) {
			Masking.apply(data, offset, length, this.maskingKey, 0);
			this.maskingKey = Integer.rotateLeft(this.maskingKey, 8 * (length & 3));
		}
		this.payloadLength -= length;
		data.position(offset + length);
		boolean goOn = sink.onPayload(data, offset, length);
		return (this.payloadLength > 0) ? goOn : end(sink) && goOn;
	}

	private boolean end(Sink sink) throws ProtocolException {
		this.state = State.FIRST_BYTE;
		return sink.onEnd();
	}

	private static int bigEndian(ByteBuffer data, int read) {
		return (data.order() == ByteOrder.BIG_ENDIAN) ? read : Integer.reverseBytes(read);
	}

	private enum State {

		FIRST_BYTE, LENGTH_BYTE, LENGTH_OF_2_BYTES, LENGTH_OF_8_BYTES, MASKING_KEY, PAYLOAD

	}

	/**
	 * Gets frames piece by piece.
	 */
	public interface Sink {

		/**
		 * Whether a frame may be larger than the limit, as its message is handed on while
		 * it comes. Asked only for frames that are.
		 * @param opcode a known opcode
		 * @return {@code false} to fail the connection
		 */
		default boolean isStreamed(Opcode opcode) {
			return false;
		}

		/**
		 * Whether a short message that lies whole in the buffer may be told by
		 * {@link #onShort}, as no other is under way.
		 * @param opcode that of text or binary
		 * @param payloadLength the payload's number of bytes, within the limit
		 * @return {@code false} to be told in pieces
		 */
		default boolean takesShort(Opcode opcode, int payloadLength) {
			return false;
		}

		/**
		 * A whole message of one frame, neither compressed nor unmasked yet.
		 * @param opcode that of text or binary
		 * @param data holds the payload, which is overwritten later; its position is not
		 * to be changed
		 * @param offset where it starts
		 * @param length its number of bytes, at least 1
		 * @param maskingKey the masking key, its first byte on top
		 * @return whether to go on decoding
		 * @throws ProtocolException if the payload is not legal
		 */
		default boolean onShort(Opcode opcode, ByteBuffer data, int offset, int length, int maskingKey)
				throws ProtocolException {
			throw new UnsupportedOperationException();
		}

		/**
		 * A header is complete and legal by itself.
		 * @param fin whether the frame ends its message
		 * @param rsv1 whether RSV1 is set
		 * @param opcode a known opcode
		 * @param payloadLength the payload's number of bytes, within the limit, which an
		 * {@code int} can hold unless the frame is {@link #isStreamed}
		 * @throws ProtocolException if the frame is not legal here
		 */
		void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) throws ProtocolException;

		/**
		 * The next piece of the payload, unmasked.
		 * @param data holds the piece, which is overwritten later; its position is not to
		 * be changed
		 * @param offset where it starts
		 * @param length its number of bytes, at least 1
		 * @return whether to go on decoding
		 * @throws ProtocolException if the payload is not legal
		 */
		boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException;

		/**
		 * The frame is complete.
		 * @return whether to go on decoding
		 * @throws ProtocolException if the frame is not legal
		 */
		boolean onEnd() throws ProtocolException;

	}

}
