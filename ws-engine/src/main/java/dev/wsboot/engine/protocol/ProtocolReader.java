/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

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
 * Reads messages, pings, pongs and one Close frame from the bytes after the handshake. At
 * each header, the reader chooses one {@link PayloadSink}, which takes the payload and
 * the end of that frame. Not safe for use by several threads.
 */
public final class ProtocolReader implements FrameDecoder.Sink {

	private static final byte[] EMPTY = new byte[0];

	private final FrameDecoder decoder;

	private final MessageAssembler assembler;

	private final ReaderEvents events;

	/** Takes streamed messages; {@code null} if no message is streamed. */
	private final @Nullable StreamedMessages streamed;

	/** Takes compressed messages that are not streamed; {@code null} if none may come. */
	private final @Nullable InflatedMessages inflated;

	/** Takes binary messages that need not be copied; {@code null} before the first. */
	private @Nullable WholeBinaryFrame wholeBinary;

	/** The sink of the present frame. */
	private PayloadSink sink;

	/** True if the current frame has FIN set. */
	private boolean fin;

	/** True if all further bytes are ignored. */
	private boolean closed;

	/** The opcode of the present frame. */
	private Opcode opcode = Opcode.CONTINUATION;

	/**
	 * Number of bytes of the present frame; {@link Integer#MAX_VALUE} stands for more.
	 */
	private int length;

	/** The payload of the Close frame, from its end until its event. */
	private byte @Nullable [] closePayload;

	/**
	 * Creates a reader at the start of a connection without compression.
	 * @param role our side of the connection
	 * @param limits the limits for messages of the peer
	 * @param events the receiver of everything that is read
	 */
	public ProtocolReader(Role role, MessageLimits limits, ReaderEvents events) {
		this(role, limits, null, events);
	}

	/**
	 * Creates a reader at the start of a connection.
	 * @param role our side of the connection
	 * @param limits the limits for messages of the peer
	 * @param inflater inflates compressed messages, if permessage-deflate was agreed (RFC
	 * 7692 7.2.2); closed by {@link #release}
	 * @param events the receiver of everything that is read
	 */
	public ProtocolReader(Role role, MessageLimits limits, @Nullable MessageInflater inflater, ReaderEvents events) {
		this.decoder = new FrameDecoder(role, limits.maxFrameSize(), inflater != null);
		this.assembler = new MessageAssembler(limits, events);
		this.events = events;
		this.streamed = limits.streams() ? new StreamedMessages(limits, inflater, events) : null;
		this.inflated = (inflater != null) ? new InflatedMessages(inflater, this.assembler, events) : null;
		this.sink = this.assembler;
	}

	/**
	 * Reads bytes, in pieces of any size. All complete messages before a violation have
	 * been passed on before this method throws. Bytes after a Close frame are ignored
	 * (RFC 6455 5.5.1).
	 * @param data the bytes from its position on. Afterwards, the position is after the
	 * bytes that were read, which is all of them unless {@link ReaderEvents} asked for a
	 * pause; these bytes may have been changed
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
			byte[] payload = this.closePayload;
			if (payload != null) {
				this.closePayload = null;
				this.events.onClose(CloseFrame.decode(payload), followed);
			}
		}
	}

	/**
	 * Returns the target of the present message, if that is streamed.
	 * @return the result of {@link ReaderEvents#onStream}, or {@code null} if there is no
	 * message or it is read as a whole
	 */
	public @Nullable StreamTarget streamTarget() {
		return (this.streamed != null) ? this.streamed.target() : null;
	}

	/**
	 * Returns whether a streamed message waits until its target has room.
	 * @return whether {@link #receive} must be called then, even without bytes
	 */
	public boolean isStuck() {
		return this.streamed != null && this.streamed.isStuck();
	}

	/** Discards the rest of a streamed message. Messages after it are still read. */
	public void abortStream() {
		if (this.streamed != null) {
			this.streamed.abort();
		}
	}

	/**
	 * Returns the best buffer for the next bytes: the borrowed buffer of a large message,
	 * at its first missing byte.
	 * @return a buffer to be received with the bytes between its present and its later
	 * position, or {@code null} for any other
	 */
	public @Nullable ByteBuffer target() {
		return (this.wholeBinary != null) ? this.wholeBinary.target() : null;
	}

	/**
	 * Returns the memory of messages that are not complete, without borrowed buffers.
	 * @return bytes
	 */
	public int heldBytes() {
		return this.assembler.heldBytes() + ((this.streamed != null) ? this.streamed.heldBytes() : 0)
				+ ((this.inflated != null) ? this.inflated.heldBytes() : 0);
	}

	/**
	 * Gives back a borrowed buffer and closes the inflater. The reader is then of no
	 * further use.
	 */
	public void release() {
		this.closed = true;
		if (this.streamed != null) {
			this.streamed.release();
		}
		if (this.wholeBinary != null) {
			this.wholeBinary.release();
		}
		if (this.inflated != null) {
			this.inflated.release();
		}
	}

	/**
	 * Releases the reader, and forgets the message that was coming in. Must not be called
	 * while bytes are received.
	 */
	public void forget() {
		release();
		this.assembler.forget();
	}

	@Override
	public boolean isStreamed(Opcode opcode) {
		StreamedMessages present = this.streamed;
		return present != null && !opcode.isControl()
				&& (present.isUnderWay() || (!this.assembler.isUnderWay() && present.wants(opcode)));
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
		WsMessage message = (opcode == Opcode.TEXT) ? this.assembler.text(payload, ascii) : WsMessage.ofBinary(payload);
		// the receiver of the message may have ended the connection
		return this.events.onMessage(message) && !this.closed;
	}

	@Override
	public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long length) throws ProtocolException {
		this.fin = fin;
		this.opcode = opcode;
		this.length = (int) Math.min(length, Integer.MAX_VALUE);
		if (opcode.isControl()) {
			this.sink = new ControlFrame(this.length);
		}
		else if (this.streamed != null && isStreamed(opcode)) {
			this.streamed.onHeader(fin, rsv1, opcode, length);
			this.sink = this.streamed.begin();
		}
		else {
			this.assembler.onHeader(fin, rsv1, opcode, length);
			this.sink = messageSink();
		}
	}

	/** Returns the sink of a frame whose header the assembler has taken. */
	private PayloadSink messageSink() {
		if (this.inflated != null && this.assembler.isDeflated()) {
			return this.inflated.begin(this.length);
		}
		if (this.fin && this.opcode == Opcode.BINARY && WholeBinaryFrame.suits(this.length, this.events)) {
			if (this.wholeBinary == null) {
				this.wholeBinary = new WholeBinaryFrame(this.assembler, this.events);
			}
			return this.wholeBinary.begin(this.length);
		}
		return this.assembler;
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		return this.sink.onPayload(data, offset, length);
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		return this.sink.onEnd() && goesOn();
	}

	/** Returns whether to continue with the bytes after this frame now. */
	private boolean goesOn() {
		return !this.closed && ((this.fin && !this.opcode.isControl()) || this.events.onPart(this.opcode, this.length));
	}

	/**
	 * Takes one control frame (RFC 6455 5.5).
	 */
	private final class ControlFrame implements PayloadSink {

		private final byte[] payload;

		/** Number of bytes in {@link #payload}. */
		private int received;

		ControlFrame(int length) {
			this.payload = (length == 0) ? EMPTY : new byte[length];
		}

		@Override
		public boolean onPayload(ByteBuffer data, int offset, int length) {
			data.get(offset, this.payload, this.received, length);
			this.received += length;
			return true;
		}

		@Override
		public boolean onEnd() {
			// a reader that waits for the next frame does not keep this one
			ProtocolReader.this.sink = ProtocolReader.this.assembler;
			switch (ProtocolReader.this.opcode) {
				case PING -> ProtocolReader.this.events.onPing(this.payload);
				case PONG -> ProtocolReader.this.events.onPong(this.payload);
				default -> {
					ProtocolReader.this.closePayload = this.payload;
					ProtocolReader.this.closed = true;
				}
			}
			return true;
		}

	}

}
