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
 * One frame on its way out, and how much of it is written; its payload may be shared with
 * other connections. Guarded by the lock of its queue, then owned by the queue's writer.
 */
public class OutboundFrame {

	/** What a frame occupies besides its bytes, roughly. */
	private static final int OVERHEAD = 100;

	/** Whether the frame waits for the end of a fragmented message. */
	private static final int BEHIND_FRAGMENTS = 1;

	/** The position of the sender. */
	private static final int SENDER = 1;

	private static final Sender[] SENDERS = Sender.values();

	private static final SendException.Reason[] REASONS = SendException.Reason.values();

	public final Kind kind;

	/**
	 * The key of the message; {@code null} for none. A waiting message is replaced by the
	 * next one with an equal key.
	 */
	public @Nullable Object key;

	/** Tells the sender what became of the frame; {@code null} if nobody asks. */
	private @Nullable SendFuture outcome;

	private byte[] payload;

	private byte headerLength;

	/** Set when the frame is queued, as a fragment's opcode depends on the one before. */
	private byte firstByte;

	private int position;

	/**
	 * {@link #BEHIND_FRAGMENTS}, and the ordinal of the sender in the bits from
	 * {@link #SENDER} on. In one byte, as there is an object for each frame.
	 */
	private byte flags;

	/** Why the frame is not written: an index in {@link #REASONS} and 1, or 0. */
	private byte failure;

	/** Counts the payload if other connections hold it, too; {@code null} if not. */
	private @Nullable SharedPayload shared;

	/** The next frame of the list that this one is in. */
	@Nullable OutboundFrame next;

	/** The frame before this one in the list that this one is in. */
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

	/** A message whose payload is compressed. */
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

	/** Bytes of an HTTP response, as they are. */
	public static OutboundFrame http(byte[] response, boolean last) {
		return new OutboundFrame(Kind.HTTP, Opcode.CONTINUATION, response, last);
	}

	/**
	 * What is left of messages of which a part is written, as it is.
	 * @param messages how many end with it
	 * @param sender who has sent them
	 * @param outcome who is to be told, if anybody
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

	/** Says that other connections hold the same payload. Before the frame is queued. */
	void share(SharedPayload payload) {
		this.shared = payload;
	}

	protected boolean isShared() {
		return this.shared != null;
	}

	/** Names who has sent the frame, before it is queued: others, if nothing is said. */
	public void from(Sender sender) {
		this.flags = (byte) ((this.flags & BEHIND_FRAGMENTS) | (sender.ordinal() << SENDER));
	}

	/** Returns who has sent the frame. */
	Sender sender() {
		return SENDERS[this.flags >> SENDER];
	}

	/** Says whether the frame waits for the end of a fragmented message. */
	void behindFragments(boolean behind) {
		this.flags = (byte) (behind ? this.flags | BEHIND_FRAGMENTS : this.flags & ~BEHIND_FRAGMENTS);
	}

	/** Whether the frame waits for the end of a fragmented message. */
	boolean isBehindFragments() {
		return (this.flags & BEHIND_FRAGMENTS) != 0;
	}

	/** Returns how many messages end with this frame. */
	int messages() {
		return ((this.kind == Kind.MESSAGE || this.kind == Kind.FRAGMENT) && isLast()) ? 1 : 0;
	}

	Opcode opcode() {
		return Opcode.of(this.firstByte);
	}

	/** Turns a fragment into one that is not the first. */
	void continuation() {
		this.firstByte = FrameEncoder.firstByte(isLast(), Opcode.CONTINUATION);
	}

	protected byte[] payload() {
		return this.payload;
	}

	/** Lets a waiting pong answer another ping. */
	void replacePayload(byte[] newest) {
		this.payload = newest;
	}

	/** Makes this the frame of a compressed message, before anything of it is written. */
	protected void deflated(byte[] deflated) {
		this.firstByte = FrameEncoder.compressed(this.firstByte);
		this.payload = deflated;
		this.headerLength = (byte) FrameEncoder.headerLength(deflated.length);
	}

	/** Whether it ends a message or a connection. */
	boolean isLast() {
		// FIN is the highest bit (RFC 6455 5.2)
		return this.firstByte < 0;
	}

	/** Bytes on the wire. */
	protected int size() {
		return this.headerLength + this.payload.length;
	}

	/** Bytes that count for the limit while it waits; always the same. */
	protected int accounted() {
		return size();
	}

	/**
	 * What this frame occupies on the heap for its connection alone, from when it is
	 * queued; always the same.
	 */
	protected int footprint() {
		return Footprint.FRAME + details() + (isShared() ? 0 : Footprint.array(this.payload.length));
	}

	/** Returns this frame's share of a payload that other connections hold, too. */
	long share() {
		return (this.shared != null) ? this.shared.share() : 0;
	}

	/** What belongs to the frame besides its payload. */
	protected final int details() {
		return ((this.outcome != null) ? this.outcome.footprint() : 0) + ((this.key != null) ? Footprint.KEY : 0);
	}

	/** What counts against the limit: tiny messages occupy more than their bytes. */
	int cost() {
		return accounted() + OVERHEAD;
	}

	/**
	 * Copies as much of the rest as there is room for.
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

	/** Whether the frame comes to occupy more than it does now when it is written. */
	protected boolean growsWhenWritten() {
		return false;
	}

	/** Whether all of the frame is written. */
	boolean isWritten() {
		return this.position == size();
	}

	/**
	 * Names who is told what became of the frame, before it is queued. It may be the same
	 * for many frames.
	 */
	void tells(SendFuture outcome) {
		this.outcome = outcome;
	}

	/** Whether the frame is an item of a stream that goes to many sessions. */
	boolean isBroadcastItem() {
		return this.outcome instanceof BroadcastItem;
	}

	/**
	 * Takes away the outcome of a frame that is dropped, if it is an item of a stream.
	 * @return the outcome, or {@code null} if the sender is to be told by the frame
	 */
	@Nullable SendFuture takeItem() {
		SendFuture present = this.outcome;
		if (present == null || (sender() != Sender.STREAM && !isBroadcastItem())) {
			return null;
		}
		this.outcome = null;
		return present;
	}

	/** Decides that the frame is not written; {@link #complete} tells so. */
	OutboundFrame failed(SendException.Reason reason) {
		this.failure = (byte) (reason.ordinal() + 1);
		return this;
	}

	/** Whether it is decided that the frame is not written. */
	boolean isFailed() {
		return this.failure != 0;
	}

	/**
	 * Tells the sender, once, and lets go of a shared payload.
	 * @param elsewhere runs the code that waits for it
	 */
	protected void complete(Executor elsewhere) {
		if (this.outcome != null) {
			this.outcome.tell(isFailed() ? REASONS[this.failure - 1] : null, elsewhere);
		}
		if (this.shared != null) {
			this.shared.release(1);
		}
	}

	/** Returns what tells the sender what becomes of the frame. */
	public SendFuture outcome() {
		SendFuture asked = new SendFuture(null);
		this.outcome = asked;
		return asked;
	}

	/**
	 * The rest of messages of which a part is written.
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
	 * What may be done to a frame that waits.
	 */
	public enum Kind {

		/** A whole message: an overflow policy may drop it. */
		MESSAGE,
		/** A part of a message: never dropped. */
		FRAGMENT,
		/** What is left of messages: already taken. */
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
