/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.SharedPayload;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way out, and the number of its bytes that are written. The payload may
 * be shared with other connections. Guarded by the lock of its queue, then owned by the
 * writer of the queue.
 */
public class OutboundFrame {

	/** Bytes that a frame occupies besides those on the wire, roughly. */
	private static final int OVERHEAD = 100;

	/** The flag of a frame that waits for the end of a fragmented message. */
	private static final int BEHIND_FRAGMENTS = 1;

	/** The lowest bit of the sender in {@link #flags}. */
	private static final int SENDER = 1;

	private static final Sender[] SENDERS = Sender.values();

	private static final SendException.Reason[] REASONS = SendException.Reason.values();

	public final Kind kind;

	/**
	 * The key of the message; {@code null} for none. A waiting message is replaced by the
	 * next one with an equal key.
	 */
	public @Nullable Object key;

	/** The future of the sender; {@code null} if the outcome is not needed. */
	private @Nullable SendFuture outcome;

	private byte[] payload;

	private byte headerLength;

	/**
	 * FIN, RSV and opcode. Set when the frame is queued, as the opcode of a fragment
	 * depends on the one before.
	 */
	private byte firstByte;

	/** The number of bytes of header and payload that are written. */
	private int position;

	/**
	 * {@link #BEHIND_FRAGMENTS}, and the ordinal of the sender in the bits from
	 * {@link #SENDER} on. In one byte, as there is an object for each frame.
	 */
	private byte flags;

	/**
	 * The reason why the frame is not written, as its index in {@link #REASONS} plus 1; 0
	 * for none.
	 */
	private byte failure;

	/**
	 * The count of a payload that other connections hold as well; {@code null} for a
	 * payload of this frame alone.
	 */
	private @Nullable SharedPayload shared;

	/** The next frame of the {@link FrameList} that holds this frame. */
	@Nullable OutboundFrame next;

	/** The previous frame of the {@link FrameList} that holds this frame. */
	@Nullable OutboundFrame previous;

	protected OutboundFrame(Kind kind, Opcode opcode, byte[] payload, boolean last) {
		this.kind = kind;
		this.payload = payload;
		this.firstByte = FrameEncoder.firstByte(last, opcode);
		this.headerLength = (byte) ((kind == Kind.HTTP || kind == Kind.REST) ? 0
				: FrameEncoder.headerLength(payload.length));
	}

	public static OutboundFrame message(boolean text, byte[] payload) {
		return new OutboundFrame(Kind.MESSAGE, text ? Opcode.TEXT : Opcode.BINARY, payload, true);
	}

	/** Creates the frame of a message whose payload is compressed. */
	public static OutboundFrame deflatedMessage(boolean text, byte[] deflated) {
		OutboundFrame frame = message(text, deflated);
		frame.deflated(deflated);
		return frame;
	}

	public static OutboundFrame fragment(boolean text, byte[] payload, boolean last) {
		return new OutboundFrame(Kind.FRAGMENT, text ? Opcode.TEXT : Opcode.BINARY, payload, last);
	}

	public static OutboundFrame control(Kind kind, byte[] payload) {
		Opcode opcode = switch (kind) {
			case PING -> Opcode.PING;
			case PONG -> Opcode.PONG;
			default -> Opcode.CLOSE;
		};
		return new OutboundFrame(kind, opcode, payload, true);
	}

	/**
	 * Creates a frame of bytes that are written as they are: a response of the handshake.
	 * @param response the response
	 * @param last whether the connection ends after the response
	 */
	public static OutboundFrame http(byte[] response, boolean last) {
		return new OutboundFrame(Kind.HTTP, Opcode.CONTINUATION, response, last);
	}

	/**
	 * Creates a frame of the unwritten rest of messages that are encoded already.
	 * @param bytes the rest, of which a copy is made
	 * @param messages the number of messages that end with the rest
	 * @param sender the sender of the messages
	 * @param outcome the future of the senders; {@code null} if the outcome is not needed
	 */
	static OutboundFrame rest(ByteBuffer bytes, int messages, Sender sender, @Nullable SendFuture outcome) {
		byte[] copy = new byte[bytes.remaining()];
		bytes.get(copy);
		OutboundFrame frame = new Rest(copy, messages);
		frame.from(sender);
		frame.outcome = outcome;
		return frame;
	}

	boolean isData() {
		return this.kind == Kind.MESSAGE || this.kind == Kind.FRAGMENT || this.kind == Kind.REST;
	}

	/**
	 * Sets the count of a payload that other connections hold as well. Called before the
	 * frame is queued.
	 */
	void share(SharedPayload payload) {
		this.shared = payload;
	}

	protected boolean isShared() {
		return this.shared != null;
	}

	/**
	 * Sets the sender, which is {@link Sender#OTHER} by default. Called before the frame
	 * is queued.
	 */
	public void from(Sender sender) {
		this.flags = (byte) ((this.flags & BEHIND_FRAGMENTS) | (sender.ordinal() << SENDER));
	}

	/** Returns the sender of the frame. */
	Sender sender() {
		return SENDERS[this.flags >> SENDER];
	}

	/** Sets whether the frame waits for the end of a fragmented message. */
	void behindFragments(boolean behind) {
		this.flags = (byte) (behind ? this.flags | BEHIND_FRAGMENTS : this.flags & ~BEHIND_FRAGMENTS);
	}

	/** Returns true if the frame waits for the end of a fragmented message. */
	boolean isBehindFragments() {
		return (this.flags & BEHIND_FRAGMENTS) != 0;
	}

	/** Returns the number of messages that end with this frame. */
	int messages() {
		return ((this.kind == Kind.MESSAGE || this.kind == Kind.FRAGMENT) && isLast()) ? 1 : 0;
	}

	Opcode opcode() {
		return Opcode.of(this.firstByte);
	}

	/** Turns this fragment into one that is not the first of its message. */
	void continuation() {
		this.firstByte = FrameEncoder.firstByte(isLast(), Opcode.CONTINUATION);
	}

	protected byte[] payload() {
		return this.payload;
	}

	/** Has this waiting pong answer another ping. */
	void replacePayload(byte[] newest) {
		this.payload = newest;
	}

	/** Replaces the payload by a compressed one, before anything is written. */
	protected void deflated(byte[] deflated) {
		this.firstByte = FrameEncoder.compressed(this.firstByte);
		this.payload = deflated;
		this.headerLength = (byte) FrameEncoder.headerLength(deflated.length);
	}

	/** Returns true if this frame ends a message or a connection. */
	boolean isLast() {
		// FIN is the highest bit (RFC 6455 5.2)
		return this.firstByte < 0;
	}

	/** Returns the bytes of this frame on the wire. */
	protected int size() {
		return this.headerLength + this.payload.length;
	}

	/** Returns the bytes that count for the limit while this frame waits; a constant. */
	protected int accounted() {
		return size();
	}

	/**
	 * Returns the bytes of the heap that this frame occupies for its connection alone, a
	 * constant from when the frame is queued.
	 */
	protected int footprint() {
		return Footprint.FRAME + details() + (isShared() ? 0 : Footprint.array(this.payload.length));
	}

	/** Returns the share of this frame in a payload that other connections hold. */
	long share() {
		return (this.shared != null) ? this.shared.share() : 0;
	}

	/** Returns the bytes of the heap that key and future of this frame occupy. */
	protected final int details() {
		return ((this.outcome != null) ? this.outcome.footprint() : 0) + ((this.key != null) ? Footprint.KEY : 0);
	}

	/**
	 * Returns the bytes that count against the limit: tiny messages occupy more than
	 * their bytes on the wire.
	 */
	int cost() {
		return accounted() + OVERHEAD;
	}

	/**
	 * Copies as much of the unwritten bytes as there is room for.
	 */
	protected void copyTo(ByteBuffer target) {
		int from = this.position;
		if (from == 0 && target.remaining() >= this.headerLength) {
			putHeader(target);
			from = this.headerLength;
		}
		else if (from < this.headerLength) {
			byte[] header = new byte[this.headerLength];
			putHeader(ByteBuffer.wrap(header));
			int length = Math.min(this.headerLength - from, target.remaining());
			target.put(header, from, length);
			from += length;
		}
		if (from >= this.headerLength) {
			int start = from - this.headerLength;
			target.put(this.payload, start, Math.min(this.payload.length - start, target.remaining()));
		}
	}

	private void putHeader(ByteBuffer target) {
		if (this.headerLength > 0) {
			FrameEncoder.putHeader(target, this.firstByte, this.payload.length);
		}
	}

	/**
	 * Counts bytes as written.
	 * @param bytes the bytes written since the last call
	 * @return the bytes that belong to the frames after this one, or -1 if this one is
	 * not written completely
	 */
	int advance(int bytes) {
		int rest = size() - this.position;
		if (bytes < rest) {
			this.position += bytes;
			return -1;
		}
		this.position += rest;
		return bytes - rest;
	}

	/** Returns true if the frame will occupy more memory while it is written than now. */
	protected boolean growsWhenWritten() {
		return false;
	}

	/** Returns true if all of the frame is written. */
	boolean isWritten() {
		return this.position == size();
	}

	/**
	 * Sets the future of the sender, which may be the same for many frames. Called before
	 * the frame is queued.
	 */
	void outcome(SendFuture outcome) {
		this.outcome = outcome;
	}

	/** Returns true if the frame is an item of a stream that goes to many sessions. */
	boolean isBroadcastItem() {
		return this.outcome instanceof BroadcastItem;
	}

	/**
	 * Removes the future of this dropped frame if the frame is an item of a stream.
	 * @return the future, or {@code null} if the frame keeps it, or has none
	 */
	@Nullable SendFuture takeItem() {
		SendFuture present = this.outcome;
		if (present == null || (sender() != Sender.STREAM && !isBroadcastItem())) {
			return null;
		}
		this.outcome = null;
		return present;
	}

	/** Decides that the frame is not written, as {@link #complete} reports. */
	OutboundFrame failed(SendException.Reason reason) {
		this.failure = (byte) (reason.ordinal() + 1);
		return this;
	}

	/** Returns true if the frame was dropped and will not be written. */
	boolean isFailed() {
		return this.failure != 0;
	}

	/**
	 * Notifies the sender, once, and releases a shared payload.
	 * @param elsewhere runs callbacks of the sender
	 */
	protected void complete(Executor elsewhere) {
		if (this.outcome != null) {
			this.outcome.complete(isFailed() ? REASONS[this.failure - 1] : null, elsewhere);
		}
		if (this.shared != null) {
			this.shared.release(1);
		}
	}

	/** Creates the future of the sender, and returns it. */
	public SendFuture outcome() {
		SendFuture asked = new SendFuture(null);
		this.outcome = asked;
		return asked;
	}

	/**
	 * The unwritten rest of messages.
	 */
	private static final class Rest extends OutboundFrame {

		private final int messages;

		Rest(byte[] bytes, int messages) {
			super(Kind.REST, Opcode.CONTINUATION, bytes, true);
			this.messages = messages;
		}

		@Override
		int messages() {
			return this.messages;
		}

		@Override
		protected int footprint() {
			return Footprint.LARGER_FRAME - Footprint.FRAME + super.footprint();
		}

	}

	/**
	 * The kind of a frame, which decides what an overflow policy may do to it.
	 */
	public enum Kind {

		/** A whole message: an overflow policy may drop it. */
		MESSAGE,
		/** A fragment of a message: never dropped. */
		FRAGMENT,
		/** The unwritten rest of messages that are encoded already: never dropped. */
		REST,
		/** A ping. */
		PING,
		/** A pong: only the newest ones matter. */
		PONG,
		/** The last frame of a connection. */
		CLOSE,
		/** A response of the handshake. */
		HTTP

	}

}
