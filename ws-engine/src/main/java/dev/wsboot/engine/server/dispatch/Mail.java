/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.server.memory.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a mailbox. Each kind is a class of its own, and links to the entry after
 * it, so that a queued message costs one object. Figures that the mailbox adds up are
 * fields: asking the kinds for them would be a virtual call for each message.
 */
abstract sealed class Mail {

	/** The callback that this mail is for; {@code null} if it is for the engine. */
	final @Nullable SessionEvent event;

	/** Bytes that count for the limit of the mailbox. */
	final int size;

	/** Bytes of the heap that this mail occupies, if the peer has sent it. */
	final int footprint;

	/** The mail after this one. Guarded by the lock of the mailbox. */
	@Nullable Mail next;

	private Mail(@Nullable SessionEvent event, int size, int footprint) {
		this.event = event;
		this.size = size;
		this.footprint = footprint;
	}

	/** Returns true if the mail is a message of the peer for the application. */
	final boolean isFromPeer() {
		return this instanceof FromPeer;
	}

	/** Sent by the peer to the application. */
	abstract static sealed class FromPeer extends Mail {

		private FromPeer(SessionEvent event, int size, int footprint) {
			super(event, size, footprint);
		}

	}

	/** A whole message. */
	static final class Message extends FromPeer {

		final WsMessage message;

		Message(WsMessage message) {
			super(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, message.size(),
					Footprint.MAIL + Footprint.MESSAGE + Footprint.array(message.size()));
			this.message = message;
		}

	}

	/** A message that the handler reads as it arrives. */
	static final class Stream extends FromPeer {

		final MessagePipe pipe;

		Stream(MessagePipe pipe) {
			// the pipe itself counts the bytes that it holds
			super(pipe.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, pipe.weight(),
					Footprint.MAIL + MessagePipe.FOOTPRINT);
			this.pipe = pipe;
		}

	}

	/** A pong. */
	static final class Pong extends FromPeer {

		final byte[] payload;

		Pong(byte[] payload) {
			super(SessionEvent.PONG, payload.length, Footprint.MAIL + Footprint.array(payload.length));
			this.payload = payload;
		}

	}

	/** The handshake is complete. */
	static final class Open extends Mail {

		Open() {
			super(SessionEvent.OPEN, 0, 0);
		}

	}

	/** All earlier mail is handled, so our Close frame may be sent. */
	static final class CloseOurSide extends Mail {

		final CloseStatus status;

		CloseOurSide(CloseStatus status) {
			super(null, 0, 0);
			this.status = status;
		}

	}

	/** The connection has ended. The last mail of a session. */
	static final class Ended extends Mail {

		Ended() {
			super(SessionEvent.CLOSE, 0, 0);
		}

	}

	/** Holds back all mail after it, until it is released. */
	abstract static non-sealed class Hold extends Mail {

		Hold() {
			super(null, 0, 0);
		}

	}

}
