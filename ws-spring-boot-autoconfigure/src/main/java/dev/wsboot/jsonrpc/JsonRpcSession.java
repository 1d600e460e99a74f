/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.jsonrpc;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 session, which calls methods of the client. Safe to use from any thread.
 * Handler methods can declare a parameter of this type.
 * <p>
 * A stage of a call completes once, on a thread of the JVM's common pool: with the
 * result, or with a {@link JsonRpcException} if the client responds with an error, a
 * {@link java.util.concurrent.TimeoutException}, an {@link java.io.IOException} if the
 * session closes before the response arrives, or an
 * {@link dev.wsboot.endpoint.InvalidMessageException} if the result cannot be read as the
 * type. Responses are received while handler methods of the session run, so that a method
 * can wait for them. A method waits until the timeout only if the client has sent so many
 * messages before its response that reading is paused (<code>ws.inbound</code>).
 */
public interface JsonRpcSession {

	/**
	 * Returns the JSON-RPC view of a session.
	 * @param session a session of an endpoint with
	 * {@link dev.wsboot.annotation.MessageProtocol#JSON_RPC}
	 * @return the same session
	 * @throws IllegalStateException if the session does not use JSON-RPC or is not open
	 * yet
	 */
	static JsonRpcSession of(WsSession session) {
		if (session.attributes().get(JsonRpcSession.class.getName()) instanceof JsonRpcSession found) {
			return found;
		}
		throw new IllegalStateException("Session of '" + session.endpoint()
				+ "' does not speak JSON-RPC: its endpoint needs protocol = MessageProtocol.JSON_RPC");
	}

	/**
	 * Returns the underlying session.
	 * @return the session
	 */
	WsSession session();

	/**
	 * Calls a method of the client with the timeout of
	 * <code>ws.json-rpc.call-timeout</code>.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params an object that is written as a JSON array (by position) or object (by
	 * name), or {@code null} for none
	 * @param type the type of the result; {@link Void} for none
	 * @return a stage of the result
	 * @throws IllegalArgumentException if the parameters are neither an array nor an
	 * object
	 */
	<T> CompletionStage<@Nullable T> call(String method, @Nullable Object params, Class<T> type);

	/**
	 * Calls a method of the client.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params an object that is written as a JSON array (by position) or object (by
	 * name), or {@code null} for none
	 * @param type the type of the result; {@link Void} for none
	 * @param timeout the time to wait for the response
	 * @return a stage of the result
	 * @throws IllegalArgumentException if the parameters are neither an array nor an
	 * object
	 */
	<T> CompletionStage<@Nullable T> call(String method, @Nullable Object params, Class<T> type, Duration timeout);

	/**
	 * Calls a method of the client without a response.
	 * @param method the name of the method
	 * @param params an object that is written as a JSON array (by position) or object (by
	 * name), or {@code null} for none
	 * @return a stage that completes when the message is written
	 * @throws IllegalArgumentException if the parameters are neither an array nor an
	 * object
	 */
	CompletionStage<Void> notify(String method, @Nullable Object params);

}
