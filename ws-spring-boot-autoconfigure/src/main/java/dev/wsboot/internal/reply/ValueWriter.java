/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.StreamItems;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one declared type as messages. Values whose runtime type is text or
 * binary are sent without encoding. Planned at startup. Safe to use from any thread.
 */
final class ValueWriter {

	private final @Nullable MessageEncoder encoder;

	/**
	 * Creates a writer.
	 * @param encoder the encoder of values that are neither text nor binary; {@code null}
	 * if there are none
	 */
	ValueWriter(@Nullable MessageEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * Returns whether values of a type are messages or contain a message, so that the
	 * type needs no encoder of its own.
	 * @param type the declared type
	 * @return {@code false} if values of the type have to be encoded
	 */
	static boolean isMessage(Class<?> type) {
		return CharSequence.class.isAssignableFrom(type) || type == byte[].class
				|| ByteBuffer.class.isAssignableFrom(type) || type == PreparedMessage.class || type == WsMessage.class
				|| type == KeyedMessage.class;
	}

	/**
	 * Sends a value to one session.
	 * @param session the session
	 * @param value the value
	 * @return a stage that completes when the value is written
	 */
	CompletionStage<Void> send(WsSession session, Object value) {
		if (value instanceof CharSequence text) {
			return session.sendText(text);
		}
		if (value instanceof byte[] bytes) {
			return session.sendBinary(bytes);
		}
		if (value instanceof ByteBuffer buffer) {
			return session.sendBinary(buffer);
		}
		return session.send(prepare(value));
	}

	/**
	 * Sends a value to one session as an item of a stream, which waits until the item is
	 * written.
	 * @param session the session
	 * @param value the value
	 * @return a stage that completes when the value is written, or when there is room for
	 * another one
	 */
	CompletionStage<Void> sendItem(WsSession session, Object value) {
		boolean bytes = value instanceof byte[] || value instanceof ByteBuffer;
		return StreamItems.send(session, bytes ? value : prepare(value));
	}

	/**
	 * Encodes a value once for any number of sessions.
	 * @param value the value
	 * @return the message
	 */
	PreparedMessage prepare(Object value) {
		return PreparedMessage.of(value, this.encoder);
	}

}
