/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Utf8Validator;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the frames of one message: their order, their limits, and the encoding of
 * text (RFC 6455 5.4). A superclass rather than a field of the two ways to read a
 * message, as an object of its own would cost 16 bytes for each idle session. Not safe
 * for use by several threads.
 */
abstract class MessageMeter {

	/**
	 * Number of bytes that a sender may add to each compressed fragment, so that it ends
	 * with a whole byte.
	 */
	private static final long FLUSH_BYTES_PER_FRAGMENT = 16;

	/**
	 * Checks text; {@code null} as long as no text needed a check, which is so for short
	 * ASCII messages.
	 */
	private @Nullable Utf8Validator utf8;

	/** True if a message has begun, and its last frame has not ended. */
	private boolean underWay;

	/** True if the current message is text. */
	private boolean text;

	/** True if the current message is compressed. */
	private boolean deflated;

	/** True if the current frame ends its message. */
	private boolean last;

	/** Number of frames of the present message; stays at the highest number there is. */
	private int fragments;

	/** Bytes of the present message: announced by plain frames, or inflated. */
	private long size;

	/** Compressed bytes of the present message, as announced by its frames. */
	private long deflatedSize;

	/**
	 * Returns the limit for the size of a message.
	 * @param text whether the message is text
	 * @return the maximum size in bytes, inflated
	 */
	abstract long maxSize(boolean text);

	/**
	 * Returns the limit for the fragments of a message.
	 * @return the maximum number of fragments
	 */
	abstract int maxFragments();

	/**
	 * Takes the header of a data frame.
	 * @param fin whether the frame ends its message
	 * @param rsv1 whether RSV1 is set
	 * @param opcode the opcode of the frame
	 * @param length the number of bytes of the payload
	 * @throws ProtocolException if there must be no such frame now, or the message
	 * exceeds a limit with it
	 */
	final void onHeader(boolean fin, boolean rsv1, Opcode opcode, long length) throws ProtocolException {
		if (opcode != Opcode.CONTINUATION) {
			// RFC 6455 5.4: fragments of one message are not interleaved with another
			if (this.underWay) {
				throw new ProtocolException(Violation.INTERLEAVED_MESSAGE);
			}
			this.underWay = true;
			this.text = opcode == Opcode.TEXT;
			// RFC 7692 6: RSV1 of the first frame is that of the message
			this.deflated = rsv1;
		}
		else if (!this.underWay) {
			throw new ProtocolException(Violation.UNEXPECTED_CONTINUATION);
		}
		this.last = fin;
		countFragment();
		if (this.deflated) {
			// what inflates to little or nothing must have an end, too
			if (length > maxDeflatedSize() - this.deflatedSize) {
				throw tooBig();
			}
			this.deflatedSize += length;
		}
		else {
			add(length);
		}
	}

	private void countFragment() throws ProtocolException {
		if (this.fragments == maxFragments()) {
			throw new ProtocolException(Violation.TOO_MANY_FRAGMENTS,
					"Message has more than " + maxFragments() + " fragments");
		}
		this.fragments++;
	}

	private long maxDeflatedSize() {
		long max = maxSize(this.text);
		return (max > Long.MAX_VALUE / 4) ? Long.MAX_VALUE
				: FrameDecoder.maxDeflated(max) + FLUSH_BYTES_PER_FRAGMENT * this.fragments;
	}

	/**
	 * Takes a number of bytes that come out of the compressed payload.
	 * @param inflated the number of bytes
	 * @throws ProtocolException if the message exceeds its limit with them
	 */
	final void add(long inflated) throws ProtocolException {
		if (inflated > maxSize(this.text) - this.size) {
			throw tooBig();
		}
		this.size += inflated;
	}

	private ProtocolException tooBig() {
		return new ProtocolException(Violation.MESSAGE_TOO_BIG, "Message is over " + maxSize(this.text) + " bytes");
	}

	/**
	 * Checks the encoding of the next bytes, if the message is text (RFC 6455 8.1).
	 * @param data the array with the bytes
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @throws ProtocolException at the first byte that is not UTF-8
	 */
	final void check(byte[] data, int offset, int length) throws ProtocolException {
		if (this.text) {
			utf8().accept(data, offset, length);
		}
	}

	/**
	 * Checks the encoding of the next bytes, if the message is text (RFC 6455 8.1).
	 * @param data the buffer with the bytes; its position is not used
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @throws ProtocolException at the first byte that is not UTF-8
	 */
	final void check(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (this.text) {
			utf8().accept(data, offset, length);
		}
	}

	/**
	 * Returns the validator, ready for the start of a text between two messages.
	 * @return the validator of all texts
	 */
	final Utf8Validator utf8() {
		Utf8Validator present = this.utf8;
		if (present == null) {
			present = new Utf8Validator();
			this.utf8 = present;
		}
		return present;
	}

	/**
	 * Checks that a text does not end inside a code point.
	 * @throws ProtocolException if it does
	 */
	final void checkEnd() throws ProtocolException {
		if (this.text && this.utf8 != null) {
			this.utf8.finish();
		}
	}

	/** Forgets the present message, so that another one may begin. */
	void forget() {
		this.underWay = false;
		this.fragments = 0;
		this.size = 0;
		this.deflatedSize = 0;
	}

	/**
	 * Returns whether a message has begun and not ended.
	 * @return {@code true} from the header of the first frame to the end of the last
	 */
	final boolean isUnderWay() {
		return this.underWay;
	}

	/**
	 * Returns whether the present message is text.
	 * @return {@code false} if it is binary
	 */
	final boolean isText() {
		return this.text;
	}

	/**
	 * Returns whether the present message is compressed.
	 * @return {@code true} if its first frame has RSV1 set
	 */
	final boolean isDeflated() {
		return this.deflated;
	}

	/**
	 * Returns whether the present frame ends its message.
	 * @return whether FIN is set
	 */
	final boolean isLast() {
		return this.last;
	}

	/**
	 * Returns the maximum size of the current message, as far as its frames so far
	 * determine it.
	 * @return bytes: the exact size from the header of the last frame on, unless
	 * compressed
	 */
	final long ceiling() {
		return (this.last && !this.deflated) ? this.size : maxSize(this.text);
	}

}
