/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Plans parameters that take the error for which a method is called. Stateless.
 */
final class ErrorParameterFactory implements ParameterFactory {

	static boolean isError(MethodParameter parameter) {
		return Throwable.class.isAssignableFrom(parameter.getParameterType());
	}

	@Override
	public boolean supports(ParameterContext context) {
		return isError(context.parameter());
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		context.checkKind(HandlerKind.ERROR);
		return (invocation) -> invocation.event(CallEvent.Failed.class).error();
	}

	@Override
	public @Nullable String describe(HandlerKind kind) {
		return (kind == HandlerKind.ERROR) ? "a Throwable" : null;
	}

}
