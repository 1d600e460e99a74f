/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

/**
 * Plans parameters of one type that take the session, or a part of it, in methods of any
 * kind. Immutable.
 *
 * @param type the type
 * @param description the name of the type for users, or {@code null} to omit it
 * @param resolver the function that returns the part of a session
 */
record SessionPartFactory(Class<?> type, @Nullable String description,
		ParameterResolver resolver) implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return context.type() == this.type;
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		return this.resolver;
	}

	@Override
	public @Nullable String describe(HandlerKind kind) {
		return this.description;
	}

}
