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
	 * @param id what the answer has to repeat, or {@code null} for a notification, which
	 * gets none
	 */
	record Request(String method, @Nullable JsonSlice params, @Nullable JsonSlice id) implements JsonRpcMessage {
	}

	/**
	 * An answer to a request (section 5).
	 *
	 * @param id the request's
	 * @param result the result, or {@code null} if there is an error
	 * @param error the error, or {@code null} if there is a result
	 */
	record Response(JsonSlice id, @Nullable JsonSlice result, @Nullable JsonSlice error) implements JsonRpcMessage {
	}

	/**
	 * Neither of them.
	 *
	 * @param id what the answer has to repeat, or {@code null} if that is not known
	 */
	record Invalid(@Nullable JsonSlice id) implements JsonRpcMessage {
	}

}
