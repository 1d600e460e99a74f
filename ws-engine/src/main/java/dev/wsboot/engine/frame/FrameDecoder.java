/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.wsboot.engine.Violation;

/**
 * Decodes frames from input in pieces of any size (RFC 6455 5.2). Payloads are unmasked
 * in place and passed on piece by piece, except for short messages that were received
 * completely. Not safe for use by several threads.
 */
public final class FrameDecoder {

	/**
	 * Maximum length in bytes of a message that is copied, unmasked and checked for ASCII
	 * in one pass.
	 */
	private static final int MAX_SHORT_MESSAGE = 512;

	/**
	 * Maximum length in bytes of one piece of a compressed payload. Inflating a byte may
	 * take 80 ns, so the sink can stop after less than a millisecond.
	 */
	static final int MAX_DEFLATED_PIECE = 8 * 1024;

	/** Number of bytes of a masked frame with one byte of payload. */
	private static final int MIN_MASKED_FRAME = 7;

	/** First byte of a text message in one frame. */
	private static final byte SINGLE_TEXT = FrameEncoder.firstByte(true, Opcode.TEXT);

	/** First byte of a binary message in one frame. */
	private static final byte SINGLE_BINARY = FrameEncoder.firstByte(true, Opcode.BINARY);

	private final Role role;

	private final int maxFrameSize;

	private final boolean rsv1Allowed;

	/** True if the current or, between messages, the last message is compressed. */
	private boolean deflated;

	private State state = State.FIRST_BYTE;

	private boolean fin;

	private boolean rsv1;

	private Opcode opcode = Opcode.CONTINUATION;

	/** Number of missing bytes of the extended length or the masking key. */
	private int missing;

	/**
	 * Length of the payload while the header is read, then the number of its missing
	 * bytes.
	 */
	private long payloadLength;

	/**
	 * The masking key, rotated so that its top byte is for the next byte of the payload.
	 */
	private int maskingKey;

	/**
	 * Creates a decoder at the start of a frame.
	 * @param role our side: servers accept only masked frames, clients only unmasked ones
	 * @param maxFrameSize the maximum size of a payload in bytes
	 * @param rsv1Allowed whether an extension uses RSV1
	 */
	public FrameDecoder(Role role, int maxFrameSize, boolean rsv1Allowed) {
		this.role = role;
		this.maxFrameSize = maxFrameSize;
		this.rsv1Allowed = rsv1Allowed;
	}

	/**
	 * Returns the maximum size of the compressed form of a payload. Compression may
	 * enlarge a payload, since each stored block has a header of 5 bytes (RFC 1951
	 * 3.2.4), and browsers send it nevertheless.
	 * @param size the size of the inflated payload in bytes
	 * @return the maximum size of the deflated payload in bytes
	 */
	public static long maxDeflated(long size) {
		return size + size / 16L + 64;
	}

	/**
	 * Decodes bytes until all are decoded or the sink asks for a pause.
	 * @param data the bytes from its position on. Afterwards, the position is after the
	 * decoded bytes, which may have been unmasked in place
	 * @param sink the receiver of the frames
	 * @throws ProtocolException if the bytes violate the protocol; the decoder must not
	 * be used afterwards
	 */
	public void decode(ByteBuffer data, Sink sink) throws ProtocolException {
		boolean proceed = true;
		while (proceed && data.hasRemaining()) {
			proceed = switch (this.state) {
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
	 * Recognizes the common case: a valid message in one short, masked frame that was
	 * received completely. All other frames go through the states.
	 * @return the size of the payload in bytes, or 0 in all other cases
	 */
	private int shortMessage(ByteBuffer data) {
		int available = data.remaining();
		if (available < MIN_MASKED_FRAME || this.role == Role.CLIENT) {
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
		return ((first == SINGLE_TEXT || first == SINGLE_BINARY)
				&& length <= Math.min(MAX_SHORT_MESSAGE, this.maxFrameSize)
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
		// RFC 7692 6: RSV1 is allowed on the first frame of a data message only
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
		if (this.payloadLength > this.maxFrameSize && !isValidDeflatedLength() && !sink.isStreamed(this.opcode)) {
			throw new ProtocolException(Violation.FRAME_TOO_BIG, "Frame is over " + this.maxFrameSize + " bytes");
		}
		if (this.role == Role.CLIENT) {
			return headerComplete(sink);
		}
		this.missing = 4;
		this.state = State.MASKING_KEY;
		return true;
	}

	private boolean isValidDeflatedLength() {
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
		boolean proceed = sink.onPayload(data, offset, length);
		return (this.payloadLength > 0) ? proceed : end(sink) && proceed;
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
	 * Receives frames piece by piece.
	 */
	public interface Sink {

		/**
		 * Returns whether a frame may exceed the size limit because its message is
		 * streamed. Called only for frames that exceed the limit.
		 * @param opcode a known opcode
		 * @return {@code false} to fail the connection
		 */
		default boolean isStreamed(Opcode opcode) {
			return false;
		}

		/**
		 * Returns whether a short message that was received completely is to be passed to
		 * {@link #onShort}, which is possible only between messages.
		 * @param opcode the opcode, text or binary
		 * @param payloadLength the number of bytes of the payload, within the limit
		 * @return {@code false} to receive the message in pieces
		 */
		default boolean takesShort(Opcode opcode, int payloadLength) {
			return false;
		}

		/**
		 * Receives a complete message in one frame, uncompressed and still masked.
		 * @param opcode the opcode, text or binary
		 * @param data the buffer with the payload, which is reused after the call; its
		 * position must not be changed
		 * @param offset the index of the first byte
		 * @param length the number of bytes, at least 1
		 * @param maskingKey the masking key, with its first byte as the top byte
		 * @return whether to continue decoding
		 * @throws ProtocolException if the payload is invalid
		 */
		default boolean onShort(Opcode opcode, ByteBuffer data, int offset, int length, int maskingKey)
				throws ProtocolException {
			throw new UnsupportedOperationException();
		}

		/**
		 * Receives a complete header, which is valid by itself.
		 * @param fin whether the frame ends its message
		 * @param rsv1 whether RSV1 is set
		 * @param opcode a known opcode
		 * @param payloadLength the number of bytes of the payload, within the limit,
		 * which an {@code int} can hold unless the frame is {@link #isStreamed}
		 * @throws ProtocolException if the frame is not allowed at this point
		 */
		void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) throws ProtocolException;

		/**
		 * Receives the next piece of the payload, unmasked.
		 * @param data the buffer with the piece, which is reused after the call; its
		 * position must not be changed
		 * @param offset the index of the first byte
		 * @param length the number of bytes, at least 1
		 * @return whether to continue decoding
		 * @throws ProtocolException if the payload is invalid
		 */
		boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException;

		/**
		 * Receives the end of the frame.
		 * @return whether to continue decoding
		 * @throws ProtocolException if the frame is invalid
		 */
		boolean onEnd() throws ProtocolException;

	}

}
