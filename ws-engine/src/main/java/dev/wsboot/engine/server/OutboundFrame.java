package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way out, and how much of it is written; its payload may be shared with
 * other connections. Guarded by the lock of its queue, then owned by the queue's writer.
 */
final class OutboundFrame {

	final Kind kind;

	final CompletableFuture<Void> written = new CompletableFuture<>();

	private final byte[] payload;

	private final boolean last;

	private final int headerLength;

	/** Set when the frame is queued, as a fragment's opcode depends on the one before. */
	private byte firstByte;

	private int position;

	/** The next frame of the queue. */
	@Nullable OutboundFrame next;

	private OutboundFrame(Kind kind, Opcode opcode, byte[] payload, boolean last) {
		this.kind = kind;
		this.payload = payload;
		this.last = last;
		this.firstByte = FrameEncoder.firstByte(last, opcode);
		this.headerLength = (kind == Kind.HTTP) ? 0 : FrameEncoder.headerLength(payload.length);
	}

	static OutboundFrame message(boolean text, byte[] payload) {
		return new OutboundFrame(Kind.MESSAGE, text ? Opcode.TEXT : Opcode.BINARY, payload, true);
	}

	static OutboundFrame fragment(boolean text, byte[] payload, boolean last) {
		return new OutboundFrame(Kind.FRAGMENT, text ? Opcode.TEXT : Opcode.BINARY, payload, last);
	}

	static OutboundFrame control(Kind kind, byte[] payload) {
		Opcode opcode = switch (kind) {
			case PING -> Opcode.PING;
			case PONG -> Opcode.PONG;
			default -> Opcode.CLOSE;
		};
		return new OutboundFrame(kind, opcode, payload, true);
	}

	/** Bytes of an HTTP response, as they are. */
	static OutboundFrame http(byte[] response, boolean last) {
		return new OutboundFrame(Kind.HTTP, Opcode.CONTINUATION, response, last);
	}

	Opcode opcode() {
		return Opcode.of(this.firstByte);
	}

	/** Turns a fragment into one that is not the first. */
	void continuation() {
		this.firstByte = FrameEncoder.firstByte(this.last, Opcode.CONTINUATION);
	}

	/** Whether it ends a message or a connection. */
	boolean isLast() {
		return this.last;
	}

	int size() {
		return this.headerLength + this.payload.length;
	}

	/**
	 * Copies as much of the rest as there is room for.
	 */
	void copyTo(ByteBuffer target, byte[] scratch) {
		int from = this.position;
		if (from < this.headerLength) {
			FrameEncoder.writeHeader(scratch, this.firstByte, this.payload.length);
			int length = Math.min(this.headerLength - from, target.remaining());
			target.put(scratch, from, length);
			from += length;
		}
		if (from >= this.headerLength) {
			int start = from - this.headerLength;
			target.put(this.payload, start, Math.min(this.payload.length - start, target.remaining()));
		}
	}

	/**
	 * Takes note of bytes that were written.
	 * @return how many of them belong to the frames behind this one, or -1 if this one is
	 * not whole yet
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

	/**
	 * What may be done to a frame that waits.
	 */
	enum Kind {

		/** A whole message: an overflow policy may drop it. */
		MESSAGE,
		/** A part of a message: never dropped. */
		FRAGMENT,
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
