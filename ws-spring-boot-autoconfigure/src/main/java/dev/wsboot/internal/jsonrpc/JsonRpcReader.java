/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.json.JsonSlicer;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns texts into messages of JSON-RPC 2.0, without a session, thread or clock. Safe to
 * use from any thread.
 */
public final class JsonRpcReader {

	private static final Set<String> NAMES = Set.of("jsonrpc", "method", "params", "id", "result", "error");

	private static final Set<String> ERROR_NAMES = Set.of("code", "message", "data");

	/**
	 * Size in bytes of the beginning of a message, which shows whether it is a response.
	 */
	public static final int BEGINNING_SIZE = 1024;

	/**
	 * Maximum number of invalid messages in a batch that get a response each: a response
	 * is many times as long as the shortest invalid message.
	 */
	private static final int MAX_INVALID = 3;

	private final JsonSlicer slicer;

	private final int maxBatch;

	/**
	 * Creates a reader.
	 * @param slicer slices texts
	 * @param maxBatch the maximum number of messages of a batch
	 */
	JsonRpcReader(JsonSlicer slicer, int maxBatch) {
		this.slicer = slicer;
		this.maxBatch = maxBatch;
	}

	/**
	 * Reads a text.
	 * @param utf8 the text
	 * @return the message, or the messages of a batch
	 * @throws JsonRpcException if it is no JSON, or no legal batch
	 */
	Input read(byte[] utf8) {
		try {
			JsonSlicer.Parts parts = this.slicer.parts(utf8, NAMES, this.maxBatch + 1);
			if (parts.elements() == null) {
				return new Input(false, List
					.of((parts.members() != null) ? message(parts.members()) : new JsonRpcMessage.Invalid(null)));
			}
			if (parts.elements().isEmpty()) {
				throw invalid("Invalid Request");
			}
			if (parts.elements().size() > this.maxBatch) {
				throw invalid("Invalid Request: a batch of more than " + this.maxBatch);
			}
			return new Input(true, batch(parts.elements()));
		}
		catch (JacksonException ex) {
			throw new JsonRpcException(JsonRpcException.PARSE_ERROR, "Parse error");
		}
	}

	private List<JsonRpcMessage> batch(List<JsonSlice> elements) {
		List<JsonRpcMessage> messages = new ArrayList<>();
		int invalid = 0;
		for (JsonSlice element : elements) {
			JsonRpcMessage message = element.isObject() ? message(this.slicer.members(element, NAMES))
					: new JsonRpcMessage.Invalid(null);
			messages.add(message);
			invalid += (message instanceof JsonRpcMessage.Invalid) ? 1 : 0;
			if (invalid > MAX_INVALID) {
				throw invalid("Invalid Request: more than " + MAX_INVALID + " messages of a batch are invalid");
			}
		}
		return messages;
	}

	private static JsonRpcException invalid(String message) {
		return new JsonRpcException(JsonRpcException.INVALID_REQUEST, message);
	}

	/**
	 * Looks at the beginning of a text, which takes a time that does not depend on the
	 * length of the text.
	 * @param utf8 the text
	 * @return the kind of the message, as far as it is known
	 */
	Beginning beginning(byte[] utf8) {
		Map<String, @Nullable JsonSlice> names = this.slicer.beginning(utf8, BEGINNING_SIZE, NAMES);
		boolean response = names.containsKey("result") || names.containsKey("error");
		boolean request = names.containsKey("method") || names.containsKey("params");
		return new Beginning(response && !request, names.containsKey("jsonrpc") ? names.get("id") : null);
	}

	private JsonRpcMessage message(Map<String, JsonSlice> members) {
		JsonSlice id = members.get("id");
		boolean legalId = id == null || id.isString() || id.isNumber() || id.isNull();
		JsonSlice method = members.get("method");
		if (!legalId || !"2.0".equals(text(members.get("jsonrpc")))) {
			return new JsonRpcMessage.Invalid(legalId ? id : null);
		}
		return (method != null) ? request(method, members.get("params"), id)
				: response(id, members.get("result"), members.get("error"));
	}

	private JsonRpcMessage request(JsonSlice method, @Nullable JsonSlice params, @Nullable JsonSlice id) {
		String name = text(method);
		if (name == null || (params != null && !params.isArray() && !params.isObject())) {
			return new JsonRpcMessage.Invalid(id);
		}
		return new JsonRpcMessage.Request(name, params, id);
	}

	private static JsonRpcMessage response(@Nullable JsonSlice id, @Nullable JsonSlice result,
			@Nullable JsonSlice error) {
		if (result != null && error != null && error.isNull()) {
			// JSON-RPC 1.0 sends both
			return response(id, result, null);
		}
		boolean isOne = (result != null) != (error != null);
		return (id != null && isOne) ? new JsonRpcMessage.Response(id, result, error) : new JsonRpcMessage.Invalid(id);
	}

	private @Nullable String text(@Nullable JsonSlice slice) {
		return (slice != null && slice.isString()) ? this.slicer.text(slice) : null;
	}

	/**
	 * Reads the error of a response (section 5.1).
	 * @param error the error
	 * @return the error; the valid parts of an invalid one
	 */
	ErrorResponseException error(JsonSlice error) {
		try {
			Map<String, JsonSlice> members = error.isObject() ? this.slicer.members(error, ERROR_NAMES) : Map.of();
			String message = text(members.get("message"));
			JsonSlice data = members.get("data");
			return new ErrorResponseException(code(members.get("code")), (message != null) ? message : "",
					(data != null) ? data.toString() : null);
		}
		catch (JacksonException ex) {
			// longer than the application's limit of texts
			return new ErrorResponseException(JsonRpcException.INTERNAL_ERROR, "", null);
		}
	}

	private static int code(@Nullable JsonSlice code) {
		try {
			return (code != null && code.size() <= 11) ? Integer.parseInt(code.toString())
					: JsonRpcException.INTERNAL_ERROR;
		}
		catch (NumberFormatException ex) {
			return JsonRpcException.INTERNAL_ERROR;
		}
	}

	/**
	 * The kind of a message, by its beginning.
	 *
	 * @param isResponse whether it may be a response; a text that is not longer than the
	 * beginning is one, or is invalid
	 * @param id the id of a response, or {@code null} if it is unknown
	 */
	record Beginning(boolean isResponse, @Nullable JsonSlice id) {
	}

	/**
	 * The content of a text.
	 *
	 * @param batch whether it was a batch
	 * @param messages the messages of the batch, or the one message
	 */
	record Input(boolean batch, List<JsonRpcMessage> messages) {
	}

}
