/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.internal.invocation.ClientErrors;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.NamedValues;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * One request of JSON-RPC while it is handled: its arguments and its one response. Safe
 * to use from any thread.
 */
final class JsonRpcRequestContext implements NamedValues {

	private final JsonRpcMessage.Request request;

	private NamedValues arguments = (index) -> null;

	private final JsonRpcResponses replies;

	private final JsonCodec.Writer dataWriter;

	private final AtomicBoolean answered = new AtomicBoolean();

	JsonRpcRequestContext(JsonRpcMessage.Request request, JsonRpcResponses replies, JsonCodec.Writer dataWriter) {
		this.request = request;
		this.replies = replies;
		this.dataWriter = dataWriter;
	}

	/**
	 * Sets the arguments for the method, before it is called.
	 * @param arguments the arguments
	 */
	void bind(NamedValues arguments) {
		this.arguments = arguments;
	}

	@Override
	public @Nullable JsonSlice get(int index) {
		return this.arguments.get(index);
	}

	/**
	 * Returns whether the request is a notification, which gets no response.
	 * @return {@code false} if the client waits for a response
	 */
	boolean isNotification() {
		return this.request.id() == null;
	}

	/**
	 * Responds with a result.
	 * @param result a JSON text, or {@code null} for nothing
	 */
	void succeed(byte @Nullable [] result) {
		JsonSlice id = this.request.id();
		answer((id != null) ? JsonRpcWriter.result(id, result) : null);
	}

	/**
	 * Responds with an error.
	 * @param invocation the invocation of the method
	 * @param error the exception of the method
	 */
	void fail(Invocation invocation, Throwable error) {
		JsonRpcException answer = answerTo(invocation, error);
		JsonSlice id = this.request.id();
		if (id == null) {
			answer(null);
		}
		else {
			invocation.runOnAnyThread(() -> answer(error(invocation, id, answer)));
		}
	}

	private void answer(byte @Nullable [] answer) {
		if (this.answered.compareAndSet(false, true)) {
			this.replies.done(answer);
		}
	}

	private byte[] error(Invocation invocation, JsonSlice id, JsonRpcException error) {
		Object data = error.data();
		try {
			return JsonRpcWriter.error(id, error, (data != null) ? this.dataWriter.write(data) : null);
		}
		catch (RuntimeException ex) {
			invocation.errors()
				.failed(invocation.session(), invocation.method(), "the data of an error cannot be written", ex);
			return JsonRpcWriter.error(id, error, null);
		}
	}

	/**
	 * Calls the endpoint's method for the error, unless the error is a response itself.
	 */
	private JsonRpcException answerTo(Invocation invocation, Throwable error) {
		if (error instanceof JsonRpcException answer) {
			return answer;
		}
		try {
			Object handled = invocation.handleError(error);
			return (handled instanceof JsonRpcException answer) ? answer : internalError(handled);
		}
		catch (JsonRpcException ex) {
			return ex;
		}
		catch (Throwable ex) {
			return answerToUnhandled(invocation, ex);
		}
	}

	private JsonRpcException answerToUnhandled(Invocation invocation, Throwable error) {
		InvalidMessageException invalid = ClientErrors.invalidMessage(error);
		if (invalid != null) {
			invocation.errors().mistaken(invocation.session(), ClientErrors.of(invalid), invalid.getMessage());
			return new JsonRpcException(JsonRpcException.INVALID_PARAMS, "Invalid params", data(invalid));
		}
		ClientError refusal = ClientErrors.causedByClient(error);
		if (refusal != null) {
			invocation.errors().mistaken(invocation.session(), refusal, error.getMessage());
			return switch (refusal) {
				case FORBIDDEN -> new JsonRpcException(JsonRpcException.FORBIDDEN, "Forbidden");
				case UNAUTHENTICATED -> new JsonRpcException(JsonRpcException.UNAUTHENTICATED, "Unauthenticated");
				default -> internalError(null);
			};
		}
		invocation.errors()
			.failed(invocation.session(), invocation.method(),
					isNotification() ? "called by a notification" : "the answer is -32603", error);
		return internalError(null);
	}

	/** Returns maps, which all mappers write alike, whatever their naming strategy. */
	private static List<Map<String, String>> data(InvalidMessageException error) {
		List<Map<String, String>> data = new ArrayList<>();
		for (InvalidMessageException.Violation violation : error.violations()) {
			Map<String, String> entry = new LinkedHashMap<>();
			entry.put("path", violation.path());
			entry.put("message", violation.message());
			data.add(entry);
		}
		return data;
	}

	private static JsonRpcException internalError(@Nullable Object data) {
		return new JsonRpcException(JsonRpcException.INTERNAL_ERROR, "Internal error", data);
	}

}
