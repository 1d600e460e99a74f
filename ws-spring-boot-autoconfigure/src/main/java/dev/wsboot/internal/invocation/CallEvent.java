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
	 * Returns the complete message of the event, copied if its payload is valid during
	 * the call only.
	 * @return the message, or {@code null} for an event without a complete message
	 */
	default @Nullable WsMessage message() {
		return null;
	}

	/**
	 * Returns the event in a form that an error may keep after the call.
	 * @return this event, or {@code null} if its content is valid during the call only
	 */
	default @Nullable CallEvent kept() {
		return this;
	}

	/** The event of a session's opening. */
	record Opened() implements CallEvent {
	}

	/**
	 * The event of a complete message.
	 *
	 * @param message the message
	 */
	record MessageEvent(WsMessage message) implements CallEvent {
	}

	/**
	 * The event of a complete binary message in a buffer of the engine.
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
	 * The event of a message that is read as it arrives.
	 *
	 * @param incoming the message
	 */
	record StreamEvent(IncomingMessage incoming) implements CallEvent {
	}

	/**
	 * The event of a message that consists of named values, each of which is one
	 * argument.
	 *
	 * @param values the values
	 */
	record NamedEvent(NamedValues values) implements CallEvent {
	}

	/**
	 * The event that begins the flow of all messages of a session.
	 *
	 * @param messages the messages, decoded to the type of the parameter
	 */
	record FlowEvent(Flow.Publisher<Object> messages) implements CallEvent {
	}

	/**
	 * The event of a pong.
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
	 * The event of a session's end.
	 *
	 * @param status the status of the end
	 */
	record Closed(CloseStatus status) implements CallEvent {
	}

	/**
	 * The event of an error in the call for another event.
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
