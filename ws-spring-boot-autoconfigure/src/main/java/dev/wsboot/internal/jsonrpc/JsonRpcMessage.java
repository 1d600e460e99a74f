/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import dev.wsboot.internal.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * One message of JSON-RPC 2.0, alone or of a batch. Immutable.
 */
sealed interface JsonRpcMessage {

	/**
	 * A request (section 4).
	 *
	 * @param method the name of the method
	 * @param params an array or an object, or {@code null} for none
	 * @param id the id that the response repeats, or {@code null} for a notification,
	 * which gets no response
	 */
	record Request(String method, @Nullable JsonSlice params, @Nullable JsonSlice id) implements JsonRpcMessage {
	}

	/**
	 * A response to a request (section 5).
	 *
	 * @param id the id of the request
	 * @param result the result, or {@code null} if there is an error
	 * @param error the error, or {@code null} if there is a result
	 */
	record Response(JsonSlice id, @Nullable JsonSlice result, @Nullable JsonSlice error) implements JsonRpcMessage {
	}

	/**
	 * A message that is neither a request nor a response.
	 *
	 * @param id the id that the response repeats, or {@code null} if it is unknown
	 */
	record Invalid(@Nullable JsonSlice id) implements JsonRpcMessage {
	}

}
