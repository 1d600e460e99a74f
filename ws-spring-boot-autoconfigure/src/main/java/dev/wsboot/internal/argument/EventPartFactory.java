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
 * Plans parameters of one type that take a part of an event, in methods for this event
 * only. In other methods, the type may have another meaning. Immutable.
 *
 * @param kind the kind of the methods
 * @param type the type
 * @param description the name of the type for users, or {@code null} to omit it
 * @param resolver the function that returns the part of an event
 */
record EventPartFactory(HandlerKind kind, Class<?> type, @Nullable String description,
		ParameterResolver resolver) implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return context.kind() == this.kind && context.type() == this.type;
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		return this.resolver;
	}

	@Override
	public @Nullable String describe(HandlerKind kind) {
		return (kind == this.kind) ? this.description : null;
	}

}
