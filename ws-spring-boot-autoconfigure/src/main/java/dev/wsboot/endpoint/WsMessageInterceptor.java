/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Intercepts each call of a handler method, for example for timing, tracing and rate
 * limits. All beans of this type are called in their order. Each one calls the next, and
 * the last one the method, by {@link WsInvocation#proceed()}. Interceptors run on the
 * thread of the method, which is the event loop, where they must not block, if the method
 * is {@link dev.wsboot.annotation.NonBlocking}. Calls are intercepted concurrently.
 */
@FunctionalInterface
public interface WsMessageInterceptor {

	/**
	 * Intercepts a call, and may call the method by {@link WsInvocation#proceed()}.
	 * @param invocation the call
	 * @return the value returned by {@link WsInvocation#proceed()}, or another reply; the
	 * reply is sent after all interceptors have returned
	 * @throws Throwable the exception of the method, or another exception; it is handled
	 * by {@link dev.wsboot.annotation.OnError} methods
	 */
	@Nullable Object intercept(WsInvocation invocation) throws Throwable;

}
