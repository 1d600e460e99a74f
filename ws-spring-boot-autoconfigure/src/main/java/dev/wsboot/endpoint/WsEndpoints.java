/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.options.SessionOptions;
import org.jspecify.annotations.Nullable;

/**
 * All endpoint beans of an application. Endpoints are found and checked after the
 * application's singletons are created. There are no endpoints before that, or if
 * {@code ws.enabled} is {@code false}. Safe to use from any thread.
 */
public interface WsEndpoints {

	/**
	 * Returns the declared paths of all endpoints, such as {@code /chat/{room}}. Paths
	 * are also the names of endpoints in {@link dev.wsboot.engine.WsSessions} and in
	 * counters.
	 * @return the paths, most specific first
	 */
	List<String> paths();

	/**
	 * Returns the number of exceptions of one endpoint's handler methods that no
	 * {@link dev.wsboot.annotation.OnError} method handled. Exceptions that report errors
	 * of clients are not included.
	 * @param path the declared path of the endpoint
	 * @return the number since the start of the application; 0 for an unknown path
	 */
	long handlerErrors(String path);

	/**
	 * Returns the number of errors in messages to one endpoint that no
	 * {@link dev.wsboot.annotation.OnError} method handled.
	 * @param path the declared path of the endpoint
	 * @param kind the kind of errors
	 * @return the number since the start of the application; 0 for an unknown path
	 */
	long clientErrors(String path, ClientError kind);

	/**
	 * Returns the paths of the endpoints that a class declares.
	 * @param endpoint the class of an endpoint, or a supertype of several
	 * @return the paths, at least one
	 * @throws IllegalArgumentException if there is no such endpoint
	 */
	List<String> paths(Class<?> endpoint);

	/**
	 * Returns the endpoint that serves a path.
	 * @param rawPath the path of a request before decoding
	 * @return the declared path of the endpoint, or {@code null} if there is none
	 */
	@Nullable String pathServing(String rawPath);

	/**
	 * Returns the runner of code that the application attaches to stages of the server,
	 * such as the stage of a send.
	 * @return a function that runs a task and isolates its thread-locals from other tasks
	 */
	Consumer<Runnable> completions();

	/**
	 * Returns the handler of the handshakes for these endpoints.
	 * @param executor runs tasks that may block: interceptors, and conversions to types
	 * that are not simple
	 * @param defaults the server's options for sessions, which apply unless an endpoint
	 * overrides them
	 * @return the handler
	 * @throws InvalidEndpointException if an attribute of an endpoint has no effect with
	 * these options
	 */
	HandshakeHandler handshakeHandler(Executor executor, SessionOptions defaults);

}
