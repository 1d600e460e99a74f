/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.json.JsonSlicer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Copies one field of a JSON message into the replies to it, byte by byte. Safe to use
 * from any thread.
 */
final class Correlation {

	private static final byte[] NO_BYTES = new byte[0];

	private final String field;

	private final JsonSlicer slicer;

	/** A function that finds the field of a message. */
	private final Function<@Nullable WsMessage, @Nullable JsonSlice> finder = this::of;

	/** The name of the field in quotes, followed by a colon. */
	private final byte[] name;

	/**
	 * Creates a correlation.
	 * @param field the name of the field
	 * @param slicer finds the field in messages and replies
	 */
	Correlation(String field, JsonSlicer slicer) {
		this.field = field;
		this.slicer = slicer;
		StringBuilder quoted = new StringBuilder().append('"');
		JsonStringEncoder.getInstance().quoteAsString(field, quoted);
		this.name = quoted.append("\":").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the value of the field in a message.
	 * @param message the message, which is parsed only up to the field
	 * @return the value of the field, or {@code null} if there is none
	 */
	@Nullable JsonSlice of(@Nullable WsMessage message) {
		return (message != null && message.isText()) ? find(message.bytes()) : null;
	}

	private @Nullable JsonSlice find(byte[] utf8) {
		try {
			return this.slicer.find(utf8, this.field);
		}
		catch (JacksonException ex) {
			// invalid JSON before the field
			return null;
		}
	}

	/**
	 * Sends the reply to a message, with the field of the message added.
	 * @param invocation the invocation
	 * @param writer the encoder of the reply
	 * @param reply the reply
	 * @return a stage that completes when the reply is written
	 */
	CompletionStage<Void> send(Invocation invocation, ValueWriter writer, Object reply) {
		JsonSlice value = value(invocation, reply);
		return (value != null) ? invocation.session().send(with(writer.prepare(reply), value))
				: writer.send(invocation.session(), reply);
	}

	/**
	 * Sends an item of a stream that replies to a message, with the field of the message
	 * added.
	 * @param invocation the invocation
	 * @param writer the encoder of the item
	 * @param item the item
	 * @return a stage that completes when the item is written, or when there is room for
	 * another one
	 */
	CompletionStage<Void> sendItem(Invocation invocation, ValueWriter writer, Object item) {
		JsonSlice value = value(invocation, item);
		return writer.sendItem(invocation.session(), (value != null) ? with(writer.prepare(item), value) : item);
	}

	private @Nullable JsonSlice value(Invocation invocation, Object reply) {
		return ValueWriter.isMessage(reply.getClass()) ? null : invocation.correlation(this.finder);
	}

	private PreparedMessage with(PreparedMessage reply, JsonSlice value) {
		byte[] json = reply.bytes();
		if (!reply.isText() || json.length == 0 || json[0] != '{') {
			return reply;
		}
		JsonSlice present = find(json);
		if (present == null) {
			int next = 1;
			while (next < json.length && json[next] <= ' ') {
				next++;
			}
			boolean empty = next < json.length && json[next] == '}';
			return joined(json, 1, 1, this.name, value, empty ? "" : ",");
		}
		return present.isNull() ? joined(json, present.start(), present.start() + present.size(), NO_BYTES, value, "")
				: reply;
	}

	/** Replaces a part of a text by the value. */
	private static PreparedMessage joined(byte[] json, int start, int end, byte[] name, JsonSlice value,
			String separator) {
		ByteArrayOutputStream text = new ByteArrayOutputStream(json.length + name.length + value.size() + 1);
		text.write(json, 0, start);
		text.writeBytes(name);
		text.writeBytes(value.bytes());
		text.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
		text.write(json, end, json.length - end);
		return PreparedMessage.of(WsMessage.ofText(text.toByteArray()));
	}

}
