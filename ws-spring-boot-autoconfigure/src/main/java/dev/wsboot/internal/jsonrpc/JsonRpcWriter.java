/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes messages of JSON-RPC 2.0 that consist of JSON texts. Safe to use from any
 * thread.
 */
final class JsonRpcWriter {

	private static final byte[] NULL = utf8("null");

	private JsonRpcWriter() {
	}

	/**
	 * Writes a request, or a notification.
	 * @param method the name of the method
	 * @param params a JSON array or object, or {@code null} for none
	 * @param id the number that the response repeats, or {@code null} for a notification
	 * @return a JSON text
	 */
	static byte[] request(String method, byte @Nullable [] params, @Nullable Long id) {
		ByteArrayOutputStream text = begin(64 + method.length() + ((params != null) ? params.length : 0));
		append(text, ",\"method\":");
		text.writeBytes(string(method));
		if (params != null) {
			append(text, ",\"params\":");
			text.writeBytes(params);
		}
		if (id != null) {
			append(text, ",\"id\":" + id);
		}
		return end(text);
	}

	/**
	 * Writes the response to a request that succeeded.
	 * @param id the request's id
	 * @param result a JSON text, or {@code null} for nothing
	 * @return a JSON text
	 */
	static byte[] result(JsonSlice id, byte @Nullable [] result) {
		byte[] value = (result != null) ? result : NULL;
		ByteArrayOutputStream text = begin(48 + id.size() + value.length);
		append(text, ",\"result\":");
		text.writeBytes(value);
		return id(text, id);
	}

	/**
	 * Writes the response to a request that failed.
	 * @param id the request's id, or {@code null} if it is unknown
	 * @param error the error
	 * @param data more about it in JSON, or {@code null} for nothing
	 * @return a JSON text
	 */
	static byte[] error(@Nullable JsonSlice id, JsonRpcException error, byte @Nullable [] data) {
		String message = error.getMessage();
		ByteArrayOutputStream text = begin(128);
		append(text, ",\"error\":{\"code\":" + error.code() + ",\"message\":");
		text.writeBytes(string((message != null) ? message : ""));
		if (data != null) {
			append(text, ",\"data\":");
			text.writeBytes(data);
		}
		text.write('}');
		return id(text, id);
	}

	/**
	 * Writes a batch.
	 * @param messages JSON texts
	 * @return a JSON text
	 */
	static byte[] batch(List<byte[]> messages) {
		ByteArrayOutputStream text = new ByteArrayOutputStream(
				messages.stream().mapToInt((message) -> message.length + 1).sum() + 1);
		char separator = '[';
		for (byte[] message : messages) {
			text.write(separator);
			text.writeBytes(message);
			separator = ',';
		}
		text.write(']');
		return text.toByteArray();
	}

	private static ByteArrayOutputStream begin(int size) {
		ByteArrayOutputStream text = new ByteArrayOutputStream(size);
		append(text, "{\"jsonrpc\":\"2.0\"");
		return text;
	}

	private static byte[] id(ByteArrayOutputStream text, @Nullable JsonSlice id) {
		append(text, ",\"id\":");
		text.writeBytes((id != null) ? id.bytes() : NULL);
		return end(text);
	}

	private static byte[] end(ByteArrayOutputStream text) {
		text.write('}');
		return text.toByteArray();
	}

	private static void append(ByteArrayOutputStream text, String ascii) {
		text.writeBytes(utf8(ascii));
	}

	private static byte[] string(String value) {
		StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
		JsonStringEncoder.getInstance().quoteAsString(value, quoted);
		return utf8(quoted.append('"').toString());
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
