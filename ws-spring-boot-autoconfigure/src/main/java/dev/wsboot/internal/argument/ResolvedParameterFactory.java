/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;

import org.springframework.core.MethodParameter;

/**
 * Plans parameters whose values come from a resolver of the application. Immutable.
 *
 * @param resolver the resolver
 */
record ResolvedParameterFactory(WsArgumentResolver resolver) implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return this.resolver.supports(context.parameter());
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		MethodParameter parameter = context.parameter();
		Absence absence = Absence.ofResolved(parameter);
		return (invocation) -> absence.orInstead(
				this.resolver.resolve(parameter, new ResolverCall(context.kind(), invocation)),
				() -> new InvalidMessageException("There is no value for a parameter", null));
	}

}
