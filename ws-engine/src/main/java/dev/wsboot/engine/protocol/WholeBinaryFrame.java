/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a binary message of a single frame, which need not be copied: it is handed on in
 * place if all of it was received at once, and is collected in a borrowed buffer if it is
 * large. Any other message goes to the assembler. Which of these it is shows at the first
 * piece, as a peer may announce a large message and send none of it. Not safe for use by
 * several threads.
 */
final class WholeBinaryFrame implements PayloadSink {

	/** Minimum size in bytes of a message that is collected in a borrowed buffer. */
	private static final int MIN_BORROWED = 32 * 1024 + 1;

	private final MessageAssembler assembler;

	private final ReaderEvents events;

	/** Number of bytes of the message. */
	private int length;

	/** The received buffer with the whole message, {@code null} if it came in pieces. */
	private @Nullable ByteBuffer inPlace;

	/** Index of the first byte in {@link #inPlace}. */
	private int offset;

	/** The borrowed buffer, {@code null} unless the message is collected in one. */
	private @Nullable ByteBuffer borrowed;

	/** Number of bytes in {@link #borrowed}. */
	private int received;

	WholeBinaryFrame(MessageAssembler assembler, ReaderEvents events) {
		this.assembler = assembler;
		this.events = events;
	}

	/**
	 * Returns whether a binary message of a single frame is worth this way.
	 * @param length the number of bytes of the message
	 * @param events the receiver of the message
	 * @return {@code false} if only the assembler would take it
	 */
	static boolean suits(long length, ReaderEvents events) {
		return length >= MIN_BORROWED || events.takesBuffers();
	}

	/**
	 * Begins a frame, whose header the assembler has taken.
	 * @param length the number of bytes of the payload
	 * @return the sink of the frame
	 */
	PayloadSink begin(int length) {
		this.length = length;
		this.received = 0;
		return this;
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (length == this.length && this.events.takesBuffers()) {
			this.inPlace = data;
			this.offset = offset;
			return true;
		}
		ByteBuffer buffer = (this.borrowed != null) ? this.borrowed : borrow(length);
		if (buffer == null) {
			return this.assembler.onPayload(data, offset, length);
		}
		if (buffer != data) {
			buffer.put(this.received, data, offset, length);
		}
		this.received += length;
		return true;
	}

	/** Borrows a buffer at the first of several pieces. */
	private @Nullable ByteBuffer borrow(int length) {
		if (this.length >= MIN_BORROWED && length < this.length && this.assembler.isEmpty()) {
			this.borrowed = this.events.borrow(this.length);
		}
		return this.borrowed;
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		ByteBuffer data = this.inPlace;
		if (data != null) {
			this.inPlace = null;
			this.assembler.forget();
			return this.events.onBinary(data, this.offset, this.length);
		}
		return (this.borrowed != null) ? onBorrowedEnd(this.borrowed) : this.assembler.onEnd();
	}

	private boolean onBorrowedEnd(ByteBuffer message) {
		this.assembler.forget();
		try {
			if (this.events.takesBuffers()) {
				return this.events.onBinary(message, 0, this.length);
			}
			byte[] copy = new byte[this.length];
			message.get(0, copy);
			return this.events.onMessage(WsMessage.ofBinary(copy));
		}
		finally {
			release();
		}
	}

	/**
	 * Returns the part of the borrowed buffer that the next bytes belong to.
	 * @return the buffer, {@code null} if there is none
	 */
	@Nullable ByteBuffer target() {
		ByteBuffer buffer = this.borrowed;
		return (buffer != null) ? buffer.limit(this.length).position(this.received) : null;
	}

	/** Gives a borrowed buffer back. */
	void release() {
		if (this.borrowed != null) {
			this.events.giveBack(this.borrowed);
			this.borrowed = null;
		}
	}

}
