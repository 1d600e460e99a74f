package dev.wsboot.endpoint;

import java.util.List;
import java.util.Map;

import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns texts into messages of JSON-RPC 2.0, without a session, thread or clock. Safe to
 * use from any thread.
 */
final class JsonRpcReader {

	private final JsonSlicer slicer;

	private final int maxBatch;

	/**
	 * Creates a reader.
	 * @param slicer takes texts apart
	 * @param maxBatch how many messages a batch may have
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
			JsonSlice whole = this.slicer.whole(utf8);
			if (!whole.isArray()) {
				return new Input(false, List.of(message(whole)));
			}
			List<JsonSlice> batch = this.slicer.elements(whole, this.maxBatch + 1);
			if (batch.isEmpty()) {
				throw invalid("Invalid Request");
			}
			if (batch.size() > this.maxBatch) {
				throw invalid("Invalid Request: a batch of more than " + this.maxBatch);
			}
			return new Input(true, batch.stream().map(this::message).toList());
		}
		catch (JacksonException ex) {
			throw new JsonRpcException(JsonRpcException.PARSE_ERROR, "Parse error");
		}
	}

	private static JsonRpcException invalid(String message) {
		return new JsonRpcException(JsonRpcException.INVALID_REQUEST, message);
	}

	private JsonRpcMessage message(JsonSlice slice) {
		if (!slice.isObject()) {
			return new JsonRpcMessage.Invalid(null);
		}
		Map<String, JsonSlice> members = this.slicer.members(slice);
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
			// as JSON-RPC 1.0 has it
			return response(id, result, null);
		}
		boolean isOne = (result != null) != (error != null);
		return (id != null && isOne) ? new JsonRpcMessage.Response(id, result, error) : new JsonRpcMessage.Invalid(id);
	}

	private @Nullable String text(@Nullable JsonSlice slice) {
		return (slice != null && slice.isString()) ? this.slicer.text(slice) : null;
	}

	/**
	 * Reads the error of an answer (section 5.1).
	 * @param error the error
	 * @return the error; of one that is not as it should be, what there is
	 */
	JsonRpcException error(JsonSlice error) {
		Map<String, JsonSlice> members = error.isObject() ? this.slicer.members(error) : Map.of();
		String message = text(members.get("message"));
		JsonSlice data = members.get("data");
		return new JsonRpcException(code(members.get("code")), (message != null) ? message : "",
				(data != null) ? data.toString() : null);
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
	 * What a text held.
	 *
	 * @param batch whether it was a batch
	 * @param messages its messages, or the one
	 */
	record Input(boolean batch, List<JsonRpcMessage> messages) {
	}

}
