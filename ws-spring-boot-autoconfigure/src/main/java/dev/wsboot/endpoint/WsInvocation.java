/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method, as seen by {@link WsMessageInterceptor}s. Valid during the
 * call and on its thread only.
 */
public interface WsInvocation extends WsCall {

	/**
	 * Returns the method that is called.
	 * @return the method of the bean or of its proxy
	 */
	Method method();

	/**
	 * Calls the next interceptor, or the method after the last one.
	 * @return the value that the interceptor or method has returned
	 * @throws Throwable the exception of the interceptor or method, or an
	 * {@link InvalidMessageException} if the message cannot be read
	 */
	@Nullable Object proceed() throws Throwable;

}
