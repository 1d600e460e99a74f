/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages on while they are received, and keeps no more of them than one piece
 * for which there was no room (RFC 6455 5.4). Not safe for use by several threads.
 */
final class StreamedMessages extends MessageMeter implements PayloadSink {

	private static final byte[] EMPTY = new byte[0];

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/**
	 * Maximum number of bytes to inflate before other connections have their turn, as a
	 * piece may inflate to a thousand times its size.
	 */
	private static final int MAX_INFLATED_IN_A_ROW = 64 * 1024;

	private final MessageLimits limits;

	private final @Nullable MessageInflater inflater;

	private final ReaderEvents events;

	/** The target of the present message; {@code null} before its first piece. */
	private @Nullable StreamTarget target;

	/** The rest of the present piece, compressed if the message is. */
	private ByteBuffer rest = NOTHING;

	/** Number of bytes that may still be inflated before others have their turn. */
	private int quota = MAX_INFLATED_IN_A_ROW;

	/** True if {@link #rest} waits for room. */
	private boolean stuck;

	/** True if the message ends after {@link #rest}. */
	private boolean ends;

	/** True if further input is ignored. */
	private boolean released;

	StreamedMessages(MessageLimits limits, @Nullable MessageInflater inflater, ReaderEvents events) {
		this.limits = limits;
		this.inflater = inflater;
		this.events = events;
	}

	@Override
	long maxSize(boolean text) {
		return this.limits.maxStream(text ? Opcode.TEXT : Opcode.BINARY);
	}

	@Override
	int maxFragments() {
		// no fragment is kept, so their number does not matter
		return Integer.MAX_VALUE;
	}

	/**
	 * Returns whether messages of a kind are streamed.
	 * @param opcode the opcode of the first frame
	 * @return {@code false} for all but text and binary
	 */
	boolean wants(Opcode opcode) {
		return this.limits.maxStream(opcode) > 0;
	}

	/**
	 * Returns whether a message of a single frame may be read as a whole instead.
	 * @param opcode the opcode of the frame
	 * @param size the number of bytes of the message
	 * @return {@code false} inside another message, and over the limit
	 */
	boolean takesWhole(Opcode opcode, int size) {
		return !isUnderWay() && size <= this.limits.maxStream(opcode);
	}

	/**
	 * Returns the size of the piece for which there was no room.
	 * @return bytes
	 */
	int heldBytes() {
		return this.rest.capacity();
	}

	boolean isStuck() {
		return this.stuck;
	}

	@Nullable StreamTarget target() {
		return this.target;
	}

	/**
	 * Begins the next frame, after its header.
	 * @return the sink of the frame
	 */
	PayloadSink begin() {
		this.quota = MAX_INFLATED_IN_A_ROW;
		return this;
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (this.released) {
			return true;
		}
		if (!isDeflated()) {
			check(data, offset, length);
		}
		this.rest = data.slice(offset, length);
		boolean goOn = handOn();
		if (this.stuck) {
			// the bytes are overwritten before there is room
			this.rest = ByteBuffer.allocate(this.rest.remaining()).put(this.rest).flip();
		}
		return goOn;
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		if (this.released) {
			return false;
		}
		if (isLast() && this.stuck) {
			this.ends = true;
			return false;
		}
		return !isLast() || complete();
	}

	/**
	 * Continues with the piece that waits for room, if there is one.
	 * @return whether to continue with the bytes after the piece
	 * @throws ProtocolException if the inflated piece is invalid
	 */
	boolean proceed() throws ProtocolException {
		this.quota = MAX_INFLATED_IN_A_ROW;
		if (!this.stuck) {
			return true;
		}
		boolean goOn = handOn();
		if (this.ends && !this.stuck) {
			this.ends = false;
			goOn &= complete();
		}
		return goOn;
	}

	/** Passes on as many bytes as there is room for. */
	private boolean handOn() throws ProtocolException {
		StreamTarget present = targetOrBegin();
		if (this.released) {
			// the receiver of the message has ended the connection
			return false;
		}
		boolean goOn = true;
		while (true) {
			int room = Math.min(present.room(), this.quota);
			if (room == 0) {
				this.stuck = true;
				present.awaitRoom();
				return false;
			}
			ByteBuffer piece = isDeflated() ? inflate(room) : this.rest;
			int length = Math.min(piece.remaining(), room);
			if (length > 0) {
				goOn = present.write(piece, piece.position(), length);
				piece.position(piece.position() + length);
			}
			this.quota -= isDeflated() ? length : 0;
			// all input may be used up, and yet more output to come
			if (!this.rest.hasRemaining() && (!isDeflated() || length == 0)) {
				this.rest = NOTHING;
				this.stuck = false;
				return goOn && (!isDeflated() || this.events.onInflated());
			}
		}
	}

	private ByteBuffer inflate(int room) throws ProtocolException {
		ByteBuffer piece = Objects.requireNonNull(this.inflater, "No inflater").inflate(this.rest, room);
		add(piece.remaining());
		check(piece, piece.position(), piece.remaining());
		return piece;
	}

	private boolean complete() throws ProtocolException {
		if (isDeflated()) {
			Objects.requireNonNull(this.inflater, "No inflater").finish();
		}
		checkEnd();
		StreamTarget present = this.target;
		this.target = null;
		forget();
		if (present == null) {
			// not one piece has come, so there is nothing to wait for
			return this.events.onMessage(isText() ? WsMessage.ofText(EMPTY) : WsMessage.ofBinary(EMPTY));
		}
		return present.end();
	}

	private StreamTarget targetOrBegin() {
		StreamTarget present = this.target;
		if (present == null) {
			present = this.events.onStream(isText(), ceiling());
			this.target = present;
			if (this.released) {
				present.abort();
			}
		}
		return present;
	}

	/** Tells the target that the rest of the present message will not come. */
	void abort() {
		if (this.target != null) {
			this.target.abort();
		}
	}

	/** Ends the reading, and the present message with it. */
	void release() {
		this.released = true;
		this.stuck = false;
		this.rest = NOTHING;
		abort();
	}

}
