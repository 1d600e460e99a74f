/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

/**
 * An event of a session for which a handler method is called. Used by one thread at a
 * time.
 */
public sealed interface CallEvent {

	/** The event of a session's opening. */
	CallEvent OPENED = new Opened();

	/**
	 * Returns the message of the event, copied if it is valid during the call only.
	 * @return the message, or {@code null} for an event without a whole message
	 */
	default @Nullable WsMessage message() {
		return null;
	}

	/**
	 * Returns the event as errors may keep it after the call.
	 * @return this event, or {@code null} if its content is valid during the call only
	 */
	default @Nullable CallEvent kept() {
		return this;
	}

	/** The opening of a session. */
	record Opened() implements CallEvent {
	}

	/**
	 * A whole message.
	 *
	 * @param message the message
	 */
	record MessageEvent(WsMessage message) implements CallEvent {
	}

	/**
	 * A whole binary message in the engine's own buffer.
	 *
	 * @param payload the content, which is valid during the call only
	 */
	record BufferEvent(ByteBuffer payload) implements CallEvent {

		@Override
		public WsMessage message() {
			return WsMessage.copyOf(this.payload);
		}

		@Override
		public @Nullable CallEvent kept() {
			return null;
		}

	}

	/**
	 * A message that is read as it arrives.
	 *
	 * @param incoming the message
	 */
	record StreamEvent(IncomingMessage incoming) implements CallEvent {
	}

	/**
	 * The named values of a message, each of which is one argument.
	 *
	 * @param values the values
	 */
	record NamedEvent(NamedValues values) implements CallEvent {
	}

	/**
	 * The flow of all messages of a session.
	 *
	 * @param messages the messages, read already
	 */
	record FlowEvent(Flow.Publisher<Object> messages) implements CallEvent {
	}

	/**
	 * A pong.
	 *
	 * @param payload the content, which is valid during the call only
	 */
	record PongEvent(ByteBuffer payload) implements CallEvent {

		@Override
		public @Nullable CallEvent kept() {
			return null;
		}

	}

	/**
	 * The end of a session.
	 *
	 * @param status the status of the end
	 */
	record Closed(CloseStatus status) implements CallEvent {
	}

	/**
	 * An error of another event's call.
	 *
	 * @param error the error
	 * @param cause the event whose call failed, or {@code null} if it is unknown
	 */
	record Failed(Throwable error, @Nullable CallEvent cause) implements CallEvent {

		@Override
		public @Nullable WsMessage message() {
			return (this.cause != null) ? this.cause.message() : null;
		}

	}

}
