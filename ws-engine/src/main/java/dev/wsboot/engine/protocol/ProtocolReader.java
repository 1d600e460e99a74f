package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.Masking;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes behind the handshake into messages, pings, pongs and one close. Not
 * safe for use by several threads.
 */
public final class ProtocolReader implements FrameDecoder.Sink {

	private static final byte[] EMPTY = new byte[0];

	/** A binary message of more bytes comes together in a buffer of its own. */
	private static final int LARGE = 32 * 1024;

	private final FrameDecoder decoder;

	private final MessageAssembler assembler;

	private final Events events;

	/** Takes messages that are told as they come; {@code null} if none are. */
	private final @Nullable StreamedMessages streamed;

	/** Inflates messages whose first frame has RSV1 set; {@code null} if none may. */
	private final @Nullable MessageInflater inflater;

	/** Whether bytes that come are of no use any more. */
	private boolean closed;

	/** Whether the last frame was a Close frame, which was not told yet. */
	private boolean closing;

	/** Whether the present message is compressed. */
	private boolean deflated;

	private boolean fin;

	private Opcode opcode = Opcode.CONTINUATION;

	private int payloadLength;

	/** How much of the payload has come, where it is not the assembler's. */
	private int received;

	private byte[] control = EMPTY;

	/** Holds the whole message, if it need not be copied. */
	private @Nullable ByteBuffer inPlace;

	private int offset;

	/** What a large message comes together in. */
	private @Nullable ByteBuffer large;

	/**
	 * Creates a reader at the start of a connection.
	 * @param role our side of the connection
	 * @param limits what the peer may send
	 * @param events gets what was read
	 */
	public ProtocolReader(Role role, MessageLimits limits, Events events) {
		this(role, limits, null, events);
	}

	/**
	 * Creates a reader at the start of a connection.
	 * @param role our side of the connection
	 * @param limits what the peer may send
	 * @param inflater inflates compressed messages, if permessage-deflate was agreed (RFC
	 * 7692 7.2.2); closed by {@link #release}
	 * @param events gets what was read
	 */
	public ProtocolReader(Role role, MessageLimits limits, @Nullable MessageInflater inflater, Events events) {
		this.inflater = inflater;
		this.decoder = new FrameDecoder(role, limits.maxFrameSize(), inflater != null);
		this.assembler = new MessageAssembler(limits);
		this.events = events;
		this.streamed = limits.streams() ? new StreamedMessages(limits, inflater, events) : null;
	}

	/**
	 * Takes bytes in pieces of any size. All that was whole before a violation has been
	 * told before this method throws. Whatever follows a Close frame is ignored (RFC 6455
	 * 5.5.1).
	 * @param data the bytes from its position on, of which those that were used up are
	 * behind it afterwards: all, unless {@link Events} asked for a pause; those may have
	 * been changed
	 * @throws ProtocolException if the peer broke the protocol or a limit; the reader is
	 * then of no further use
	 */
	public void receive(ByteBuffer data) throws ProtocolException {
		if (!this.closed && (this.streamed == null || this.streamed.proceed())) {
			this.decoder.decode(data, this);
		}
		if (this.closed) {
			boolean followed = data.hasRemaining();
			data.position(data.limit());
			if (this.closing) {
				this.closing = false;
				this.events.onClose(CloseFrame.decode(this.control), followed);
			}
		}
	}

	/**
	 * Returns what takes the message that is just coming in.
	 * @return what {@link Events#onStream} has returned, or {@code null} if the message
	 * is told as a whole, or there is none
	 */
	public @Nullable StreamTarget streamTarget() {
		return (this.streamed != null) ? this.streamed.target() : null;
	}

	/**
	 * Whether a message is under way that is told as it comes, and can go on only when
	 * its target has room.
	 * @return whether {@link #receive} must be called then, even without bytes
	 */
	public boolean isStuck() {
		return this.streamed != null && this.streamed.isStuck();
	}

	/**
	 * Nobody takes the rest of a message that is told as it comes, but what follows is
	 * still read.
	 */
	public void abortStream() {
		if (this.streamed != null) {
			this.streamed.abort();
		}
	}

	/**
	 * Returns where the next bytes are best read into: what is still missing of a large
	 * message's own buffer.
	 * @return a buffer to be received with the bytes between its present and its later
	 * position, or {@code null} for any other
	 */
	public @Nullable ByteBuffer target() {
		ByteBuffer buffer = this.large;
		return (buffer != null) ? buffer.limit(this.payloadLength).position(this.received) : null;
	}

	/**
	 * Returns how much of messages that are not complete is held here, apart from what is
	 * borrowed.
	 * @return bytes
	 */
	public int heldBytes() {
		return this.assembler.heldBytes() + ((this.streamed != null) ? this.streamed.heldBytes() : 0)
				+ ((this.inflater != null) ? this.inflater.heldBytes() : 0);
	}

	/** Gives back what it has borrowed. The reader is then of no further use. */
	public void release() {
		this.closed = true;
		if (this.streamed != null) {
			this.streamed.release();
		}
		giveBack();
		if (this.inflater != null) {
			this.inflater.close();
		}
	}

	/** Forgets the message that was coming in, too. Not while bytes are received. */
	public void forget() {
		release();
		this.assembler.forget();
	}

	@Override
	public boolean isStreamed(Opcode opcode) {
		StreamedMessages present = this.streamed;
		return present != null && !opcode.isControl()
				&& (present.isUnderWay() || (this.assembler.isIdle() && present.wants(opcode)));
	}

	@Override
	public boolean takesShort(Opcode opcode, int payloadLength) {
		if (this.streamed != null && isStreamed(opcode)) {
			return this.streamed.takesWhole(opcode, payloadLength);
		}
		return this.assembler.takesWhole(payloadLength) && (opcode == Opcode.TEXT || !this.events.takesBuffers());
	}

	@Override
	public boolean onShort(Opcode opcode, ByteBuffer data, int offset, int length, int maskingKey)
			throws ProtocolException {
		byte[] payload = new byte[length];
		boolean ascii = Masking.copy(data, offset, payload, maskingKey);
		return this.events
			.onMessage((opcode == Opcode.TEXT) ? this.assembler.text(payload, ascii) : WsMessage.ofBinary(payload));
	}

	@Override
	public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long length) throws ProtocolException {
		this.fin = fin;
		this.opcode = opcode;
		this.payloadLength = (int) Math.min(length, Integer.MAX_VALUE);
		if (this.streamed != null && isStreamed(opcode)) {
			this.streamed.onHeader(fin, rsv1, opcode, length);
			return;
		}
		this.received = 0;
		if (opcode.isControl()) {
			this.control = (this.payloadLength == 0) ? EMPTY : new byte[this.payloadLength];
		}
		else {
			if (opcode != Opcode.CONTINUATION) {
				// RFC 7692 6: RSV1 of the first frame is that of the message
				this.deflated = rsv1;
			}
			if (this.deflated) {
				this.assembler.onDeflatedHeader(opcode, this.payloadLength);
			}
			else {
				this.assembler.onHeader(fin, opcode, this.payloadLength);
			}
		}
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (this.opcode.isControl()) {
			data.get(offset, this.control, this.received, length);
			this.received += length;
		}
		else if (this.streamed != null && this.streamed.isUnderWay()) {
			return this.closed || this.streamed.onPayload(data, offset, length);
		}
		else if (this.deflated) {
			inflate(data, offset, length);
			return length == this.payloadLength || this.closed || this.events.onInflated();
		}
		else if (this.large != null || (length < this.payloadLength && borrows())) {
			onLargePayload(this.large, data, offset, length);
		}
		else if (length == this.payloadLength && isWholeBinary() && this.events.takesBuffers()) {
			this.inPlace = data;
			this.offset = offset;
		}
		else {
			this.assembler.onPayload(data, offset, length);
		}
		return true;
	}

	private void inflate(ByteBuffer data, int offset, int length) throws ProtocolException {
		// who was told of a message may have ended the connection, and the inflater
		// with it
		if (!this.closed) {
			inflater().inflate(data, offset, length, this.assembler);
		}
	}

	private boolean onInflatedEnd() throws ProtocolException {
		if (this.closed || !this.fin) {
			return !this.closed;
		}
		inflater().finish();
		return this.events.onMessage(this.assembler.complete());
	}

	/** There is one wherever the decoder lets RSV1 pass. */
	private MessageInflater inflater() {
		return Objects.requireNonNull(this.inflater, "No inflater");
	}

	/** Whether the frame is a whole binary message. */
	private boolean isWholeBinary() {
		return this.fin && this.opcode == Opcode.BINARY;
	}

	private boolean borrows() {
		if (!this.closed && this.payloadLength > LARGE && isWholeBinary() && this.assembler.isEmpty()) {
			this.large = this.events.borrow(this.payloadLength);
		}
		return this.large != null;
	}

	private void onLargePayload(@Nullable ByteBuffer large, ByteBuffer data, int offset, int length) {
		if (large != null && large != data) {
			large.put(this.received, data, offset, length);
		}
		this.received += length;
	}

	private void giveBack() {
		if (this.large != null) {
			this.events.giveBack(this.large);
			this.large = null;
		}
	}

	private boolean onLargeEnd(ByteBuffer message) {
		this.assembler.forget();
		try {
			if (this.events.takesBuffers()) {
				return this.events.onBinary(message, 0, this.payloadLength);
			}
			byte[] copy = new byte[this.payloadLength];
			message.get(0, copy);
			return this.events.onMessage(WsMessage.ofBinary(copy));
		}
		finally {
			giveBack();
		}
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		ByteBuffer data = this.inPlace;
		if (data != null) {
			this.inPlace = null;
			this.assembler.forget();
			return this.events.onBinary(data, this.offset, this.payloadLength);
		}
		if (this.large != null && !this.opcode.isControl()) {
			return onLargeEnd(this.large);
		}
		if (this.streamed != null && this.streamed.isUnderWay() && !this.opcode.isControl()) {
			return this.closed || (this.streamed.onEnd(this.fin) && goesOn());
		}
		if (this.deflated && !this.opcode.isControl()) {
			return onInflatedEnd() && goesOn();
		}
		if (!this.opcode.isControl()) {
			return this.fin ? this.events.onMessage(this.assembler.complete()) : goesOn();
		}
		byte[] payload = this.control;
		this.control = EMPTY;
		switch (this.opcode) {
			case PING -> this.events.onPing(payload);
			case PONG -> this.events.onPong(payload);
			default -> {
				this.control = payload;
				this.closing = true;
				this.closed = true;
			}
		}
		return goesOn();
	}

	/** Whether to go on behind this frame. */
	private boolean goesOn() {
		return !this.closed
				&& ((this.fin && !this.opcode.isControl()) || this.events.onPart(this.opcode, this.payloadLength));
	}

	/**
	 * Gets what was read, in order.
	 */
	public interface Events {

		/**
		 * A whole message came.
		 * @param message the message
		 * @return whether to go on with the bytes behind it now
		 */
		boolean onMessage(WsMessage message);

		/**
		 * Whether whole binary messages are to be told by {@link #onBinary} where that
		 * saves a copy.
		 * @return {@code false} to get all by {@link #onMessage}
		 */
		default boolean takesBuffers() {
			return false;
		}

		/**
		 * Lends a buffer for a large binary message to come together in.
		 * @param size how many bytes it must hold
		 * @return a buffer whose position is 0, or {@code null} if there is none to spare
		 */
		default @Nullable ByteBuffer borrow(int size) {
			return null;
		}

		/**
		 * Takes back a buffer.
		 * @param buffer one that was lent
		 */
		default void giveBack(ByteBuffer buffer) {
		}

		/**
		 * A whole binary message came, and lies in the buffer that was received.
		 * @param data holds the payload during this call; its position is not to be
		 * changed
		 * @param offset where the payload starts
		 * @param length its number of bytes
		 * @return whether to go on with the bytes behind it now
		 */
		default boolean onBinary(ByteBuffer data, int offset, int length) {
			throw new UnsupportedOperationException();
		}

		/**
		 * A message comes that is told as it comes ({@link MessageLimits#maxStream}), and
		 * its first piece is there. One that is empty, or short and there as a whole, is
		 * told by {@link #onMessage} instead.
		 * @param text whether it is text
		 * @param most how many bytes the message may have, as far as is known
		 * @return what takes it
		 */
		default StreamTarget onStream(boolean text, long most) {
			throw new UnsupportedOperationException();
		}

		/**
		 * A frame has ended that does not end a message: a ping, a pong, or a fragment
		 * that is not the last one.
		 * @param opcode the frame's opcode
		 * @param length its number of bytes; {@link Integer#MAX_VALUE} stands for more
		 * @return whether to go on with the bytes behind it now
		 */
		default boolean onPart(Opcode opcode, int length) {
			return true;
		}

		/**
		 * A piece of a compressed message has been inflated, and more of the message may
		 * follow.
		 * @return whether to go on with the bytes behind it now
		 */
		default boolean onInflated() {
			return true;
		}

		/**
		 * A ping came.
		 * @param payload at most 125 bytes
		 */
		void onPing(byte[] payload);

		/**
		 * A pong came.
		 * @param payload at most 125 bytes
		 */
		void onPong(byte[] payload);

		/**
		 * A Close frame came; nothing follows.
		 * @param status its code and reason, 1005 if it had none
		 * @param followed whether bytes came with it that should not be there, and are
		 * ignored
		 */
		void onClose(CloseStatus status, boolean followed);

	}

}
