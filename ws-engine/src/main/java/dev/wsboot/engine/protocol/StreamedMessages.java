package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Utf8Validator;
import dev.wsboot.engine.frame.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages on as they come, and keeps no more of them than one piece that there was
 * no room for (RFC 6455 5.4). Not safe for use by several threads.
 */
final class StreamedMessages {

	private static final byte[] EMPTY = new byte[0];

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/**
	 * So much is inflated before others get their turn, as a piece may inflate to a
	 * thousand times its size.
	 */
	private static final int MAX_INFLATED_IN_A_ROW = 64 * 1024;

	/** What a sender may add to each fragment so that it ends with a whole byte. */
	private static final long FLUSH = 16;

	private final MessageLimits limits;

	private final @Nullable MessageInflater inflater;

	private final ProtocolReader.Events events;

	private @Nullable Utf8Validator utf8;

	private boolean underWay;

	private boolean text;

	private boolean deflated;

	/** The most bytes that the message may have. */
	private long max;

	/** The most bytes that it can have, as far as its frames have told. */
	private long ceiling;

	/** Bytes of the message: those that were announced, or those that were inflated. */
	private long size;

	/** What was announced of a compressed message. */
	private long deflatedSize;

	private long fragments;

	/** From the first piece on. */
	private @Nullable StreamTarget target;

	/** What is left of a piece. */
	private ByteBuffer rest = NOTHING;

	/** Number of bytes that may still be inflated before others get their turn. */
	private int quota = MAX_INFLATED_IN_A_ROW;

	/** Whether the rest waits for room. */
	private boolean stuck;

	/** Whether the message ends behind that. */
	private boolean ends;

	private boolean released;

	StreamedMessages(MessageLimits limits, @Nullable MessageInflater inflater, ProtocolReader.Events events) {
		this.limits = limits;
		this.inflater = inflater;
		this.events = events;
	}

	/** Whether a message that begins with that opcode is told as it comes. */
	boolean wants(Opcode opcode) {
		return this.limits.maxStream(opcode) > 0;
	}

	/** Whether a whole message of one frame need not come here, as it is legal now. */
	boolean takesWhole(Opcode opcode, int size) {
		return !this.underWay && size <= this.limits.maxStream(opcode);
	}

	/** Whether the next data frame belongs here. */
	boolean isUnderWay() {
		return this.underWay;
	}

	/** Bytes of the piece that there was no room for. */
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
	 * Takes the header of a data frame.
	 */
	void onHeader(boolean fin, boolean rsv1, Opcode opcode, long length) throws ProtocolException {
		if (opcode != Opcode.CONTINUATION) {
			// RFC 6455 5.4: fragments of one message are not interleaved with another
			if (this.underWay) {
				throw new ProtocolException(Violation.INTERLEAVED_MESSAGE);
			}
			begin(rsv1, opcode);
		}
		this.fragments++;
		this.quota = MAX_INFLATED_IN_A_ROW;
		if (this.deflated) {
			// what inflates to little or nothing must have an end, too
			if (length > maxDeflated() - this.deflatedSize) {
				throw tooBig();
			}
			this.deflatedSize += length;
			this.ceiling = this.max;
		}
		else {
			if (length > this.max - this.size) {
				throw tooBig();
			}
			this.size += length;
			this.ceiling = fin ? this.size : this.max;
		}
	}

	private void begin(boolean rsv1, Opcode opcode) {
		this.underWay = true;
		this.text = opcode == Opcode.TEXT;
		// RFC 7692 6: RSV1 of the first frame is that of the message
		this.deflated = rsv1;
		this.max = this.limits.maxStream(opcode);
		this.size = 0;
		this.deflatedSize = 0;
		this.fragments = 0;
	}

	private long maxDeflated() {
		return (this.max > Long.MAX_VALUE / 4) ? Long.MAX_VALUE
				: FrameDecoder.maxDeflated(this.max) + FLUSH * this.fragments;
	}

	private ProtocolException tooBig() {
		return new ProtocolException(Violation.MESSAGE_TOO_BIG, "Message is over " + this.max + " bytes");
	}

	/**
	 * Takes a piece of the message.
	 * @return whether to go on with what is behind it
	 */
	boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (!this.deflated) {
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

	/**
	 * Takes the end of a frame.
	 * @return whether to go on with what is behind it
	 */
	boolean onEnd(boolean fin) throws ProtocolException {
		if (fin && this.stuck) {
			this.ends = true;
			return false;
		}
		return !fin || complete();
	}

	/**
	 * Goes on with what waits for room.
	 * @return whether to go on with what is behind it
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

	/** Hands on what there is room for. */
	private boolean handOn() throws ProtocolException {
		StreamTarget present = targetOrBegin();
		if (this.released) {
			// who was told of the message has ended the connection
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
			ByteBuffer piece = this.deflated ? inflate(room) : this.rest;
			int length = Math.min(piece.remaining(), room);
			if (length > 0) {
				goOn = present.write(piece, piece.position(), length);
				piece.position(piece.position() + length);
			}
			this.quota -= this.deflated ? length : 0;
			// all of it may have gone in, and yet more come out
			if (!this.rest.hasRemaining() && (!this.deflated || length == 0)) {
				this.rest = NOTHING;
				this.stuck = false;
				return goOn && (!this.deflated || this.events.onInflated());
			}
		}
	}

	private ByteBuffer inflate(int room) throws ProtocolException {
		ByteBuffer piece = Objects.requireNonNull(this.inflater, "No inflater").inflate(this.rest, room);
		this.size += piece.remaining();
		if (this.size > this.max) {
			throw tooBig();
		}
		check(piece, piece.position(), piece.remaining());
		return piece;
	}

	/** RFC 6455 8.1, at the first bad byte. */
	private void check(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (this.text) {
			Utf8Validator present = this.utf8;
			if (present == null) {
				present = new Utf8Validator();
				this.utf8 = present;
			}
			present.accept(data, offset, length);
		}
	}

	private boolean complete() throws ProtocolException {
		if (this.deflated) {
			Objects.requireNonNull(this.inflater, "No inflater").finish();
		}
		if (this.text && this.utf8 != null) {
			this.utf8.finish();
		}
		StreamTarget present = this.target;
		this.underWay = false;
		this.target = null;
		if (present == null) {
			// not one piece has come, so there is nothing to wait for
			return this.events.onMessage(this.text ? WsMessage.ofText(EMPTY) : WsMessage.ofBinary(EMPTY));
		}
		return present.end();
	}

	private StreamTarget targetOrBegin() {
		StreamTarget present = this.target;
		if (present == null) {
			present = this.events.onStream(this.text, this.ceiling);
			this.target = present;
			if (this.released) {
				present.abort();
			}
		}
		return present;
	}

	/** Nobody takes the rest of the message. */
	void abort() {
		if (this.target != null) {
			this.target.abort();
		}
	}

	/** Nothing is read any more. */
	void release() {
		this.released = true;
		this.stuck = false;
		this.rest = NOTHING;
		abort();
	}

}
