/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Resolves parameters of handler methods to values of the application, such as the user
 * that a session belongs to. At startup, all beans of this type are called in their order
 * for each parameter, before built-in resolvers. The first bean that supports the
 * parameter resolves it at each call.
 */
public interface WsArgumentResolver {

	/**
	 * Returns whether this resolver supports a parameter. Called at startup.
	 * @param parameter the parameter
	 * @return {@code true} if {@link #resolve} is to be called for the parameter
	 */
	boolean supports(MethodParameter parameter);

	/**
	 * Resolves a parameter. Called on the thread of the handler method, which is the
	 * event loop if the method is {@link dev.wsboot.annotation.NonBlocking}, and
	 * concurrently for many sessions.
	 * @param parameter a supported parameter
	 * @param call the call of the handler method
	 * @return the argument
	 * @throws Exception any exception; it is handled as an exception of the method
	 */
	@Nullable Object resolve(MethodParameter parameter, WsCall call) throws Exception;

}
