package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes behind the handshake into messages, pings, pongs and one close. Not
 * safe for use by several threads.
 */
public final class ProtocolReader {

	private static final byte[] EMPTY = new byte[0];

	private final FrameDecoder decoder;

	private final MessageAssembler assembler;

	private final Frames frames = new Frames();

	private final Events events;

	private boolean closed;

	/**
	 * Creates a reader at the start of a connection.
	 * @param role our side of the connection
	 * @param limits what the peer may send
	 * @param events gets what was read
	 */
	public ProtocolReader(Role role, Limits limits, Events events) {
		this.decoder = new FrameDecoder(role, limits.maxFrameSize(), false);
		this.assembler = new MessageAssembler(limits.maxMessageSize(), limits.maxFragments());
		this.events = events;
	}

	/**
	 * Takes bytes in pieces of any size. All that was whole before a violation has been
	 * told before this method throws. Whatever follows a Close frame is ignored (RFC 6455
	 * 5.5.1).
	 * @param data the bytes from its position on, of which those that were used up are
	 * behind it afterwards: all, unless {@link Events} asked for a pause. Payloads are
	 * unmasked in place
	 * @throws ProtocolException if the peer broke the protocol or a limit; the reader is
	 * then of no further use
	 */
	public void receive(ByteBuffer data) throws ProtocolException {
		if (!this.closed) {
			this.decoder.decode(data, this.frames);
		}
		if (this.closed) {
			data.position(data.limit());
		}
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
		 */
		void onClose(CloseStatus status);

	}

	/**
	 * What a peer may send.
	 *
	 * @param maxFrameSize bytes of a frame
	 * @param maxMessageSize bytes of a message
	 * @param maxFragments fragments of a message
	 */
	public record Limits(int maxFrameSize, int maxMessageSize, int maxFragments) {
	}

	private final class Frames implements FrameDecoder.Sink {

		private boolean fin;

		private Opcode opcode = Opcode.CONTINUATION;

		private byte[] control = EMPTY;

		private int controlSize;

		private int payloadLength;

		/** Holds the whole message, if it need not be copied. */
		private @Nullable ByteBuffer inPlace;

		private int offset;

		@Override
		public void onHeader(boolean fin, boolean rsv1, Opcode opcode, int payloadLength) throws ProtocolException {
			this.fin = fin;
			this.opcode = opcode;
			this.payloadLength = payloadLength;
			if (opcode.isControl()) {
				this.control = (payloadLength == 0) ? EMPTY : new byte[payloadLength];
				this.controlSize = 0;
			}
			else {
				ProtocolReader.this.assembler.onHeader(fin, opcode, payloadLength);
			}
		}

		@Override
		public void onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
			if (this.opcode.isControl()) {
				data.get(offset, this.control, this.controlSize, length);
				this.controlSize += length;
			}
			else if (length == this.payloadLength && this.fin && this.opcode == Opcode.BINARY
					&& ProtocolReader.this.events.takesBuffers()) {
				this.inPlace = data;
				this.offset = offset;
			}
			else {
				ProtocolReader.this.assembler.onPayload(data, offset, length);
			}
		}

		@Override
		public boolean onEnd() throws ProtocolException {
			ByteBuffer data = this.inPlace;
			if (data != null) {
				this.inPlace = null;
				ProtocolReader.this.assembler.forget();
				return ProtocolReader.this.events.onBinary(data, this.offset, this.payloadLength);
			}
			if (!this.opcode.isControl()) {
				return !this.fin || ProtocolReader.this.events.onMessage(ProtocolReader.this.assembler.complete());
			}
			byte[] payload = this.control;
			this.control = EMPTY;
			switch (this.opcode) {
				case PING -> ProtocolReader.this.events.onPing(payload);
				case PONG -> ProtocolReader.this.events.onPong(payload);
				default -> {
					CloseStatus status = CloseFrame.decode(payload);
					ProtocolReader.this.closed = true;
					ProtocolReader.this.events.onClose(status);
				}
			}
			return !ProtocolReader.this.closed;
		}

	}

}
