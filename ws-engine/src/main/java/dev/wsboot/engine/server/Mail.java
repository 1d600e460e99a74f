package dev.wsboot.engine.server;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.server.memory.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits its turn in a session's mailbox. Guarded by the lock of its
 * mailbox while it waits, then owned by the thread that handles it.
 */
class Mail {

	static final byte[] NOTHING = new byte[0];

	final Type type;

	final @Nullable WsMessage message;

	final byte[] pong;

	final CloseStatus status;

	/** The next mail of the mailbox. */
	@Nullable Mail next;

	Mail(Type type, @Nullable WsMessage message, byte[] pong, CloseStatus status) {
		this.type = type;
		this.message = message;
		this.pong = pong;
		this.status = status;
	}

	static Mail open() {
		return new Mail(Type.OPEN, null, NOTHING, CloseStatus.NO_STATUS);
	}

	static Mail message(WsMessage message) {
		return new Mail(Type.MESSAGE, message, NOTHING, CloseStatus.NO_STATUS);
	}

	static Mail stream(MessagePipe pipe) {
		return new Stream(pipe);
	}

	static Mail pong(byte[] payload) {
		return new Mail(Type.PONG, null, payload, CloseStatus.NO_STATUS);
	}

	static Mail closeOurSide(CloseStatus status) {
		return new Mail(Type.CLOSE_OUR_SIDE, null, NOTHING, status);
	}

	static Mail ended() {
		return new Mail(Type.ENDED, null, NOTHING, CloseStatus.NO_STATUS);
	}

	int size() {
		return (this.message != null) ? this.message.size() : this.pong.length;
	}

	/**
	 * What this mail occupies on the heap, if the peer has sent it. Of others there are
	 * few.
	 */
	int footprint() {
		if (this.message != null) {
			return Footprint.MAIL + Footprint.MESSAGE + Footprint.array(this.message.size());
		}
		return (this.type == Type.PONG) ? Footprint.MAIL + Footprint.array(this.pong.length) : 0;
	}

	/** Whether it is something that the peer has sent to the application. */
	boolean isFromPeer() {
		return this.type == Type.MESSAGE || this.type == Type.STREAM || this.type == Type.PONG;
	}

	/**
	 * Returns which callback of the application this mail is for.
	 * @return the callback, or {@code null} if it is for the engine itself
	 */
	@Nullable SessionEvent event() {
		return switch (this.type) {
			case OPEN -> SessionEvent.OPEN;
			case MESSAGE -> (this.message != null && this.message.isText()) ? SessionEvent.TEXT : SessionEvent.BINARY;
			case PONG -> SessionEvent.PONG;
			case STREAM, CLOSE_OUR_SIDE, HOLD -> null;
			case ENDED -> SessionEvent.CLOSE;
		};
	}

	/**
	 * A message that the handler reads as it comes.
	 */
	static final class Stream extends Mail {

		final MessagePipe pipe;

		private Stream(MessagePipe pipe) {
			super(Type.STREAM, null, NOTHING, CloseStatus.NO_STATUS);
			this.pipe = pipe;
		}

		@Override
		SessionEvent event() {
			return this.pipe.isText() ? SessionEvent.TEXT : SessionEvent.BINARY;
		}

		@Override
		int size() {
			return this.pipe.weight();
		}

		@Override
		int footprint() {
			// the pipe counts what it holds by itself
			return Footprint.MAIL + MessagePipe.FOOTPRINT;
		}

	}

	/**
	 * The kinds of mail.
	 */
	enum Type {

		/** The handshake is done. */
		OPEN,
		/** A message came. */
		MESSAGE,
		/** The first piece of a message came. */
		STREAM,
		/** A pong came. */
		PONG,
		/** All that came before is handled: our Close frame may go. */
		CLOSE_OUR_SIDE,
		/** The connection has ended; nothing follows. */
		ENDED,
		/** Nothing: all behind it waits. */
		HOLD

	}

}
