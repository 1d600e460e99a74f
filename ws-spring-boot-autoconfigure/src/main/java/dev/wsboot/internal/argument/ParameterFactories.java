/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of parameters, in order of precedence. Immutable.
 *
 * @param factories the factories
 */
public record ParameterFactories(List<ParameterFactory> factories) {

	/**
	 * Returns the factory for a parameter.
	 * @param context the parameter
	 * @return the first factory that supports the parameter, or {@code null}
	 */
	@Nullable ParameterFactory find(ParameterContext context) {
		for (ParameterFactory factory : this.factories) {
			if (factory.supports(context)) {
				return factory;
			}
		}
		return null;
	}

	/**
	 * Describes the parameters that a method may have: the types first, then the
	 * annotations.
	 * @param kind the kind of the method
	 * @param message describes the parameter for the message; {@code null} for a method
	 * that takes none
	 * @return the description
	 */
	String describe(HandlerKind kind, @Nullable String message) {
		List<String> types = new ArrayList<>();
		List<String> annotations = new ArrayList<>();
		for (ParameterFactory factory : this.factories) {
			String description = factory.describe(kind);
			if (description != null) {
				(description.startsWith("@") ? annotations : types).add(description);
			}
		}
		if (message != null) {
			types.add(message);
		}
		int last = annotations.size() - 1;
		return String.join(", ", types) + ", and parameters annotated with "
				+ String.join(", ", annotations.subList(0, last)) + " or " + annotations.get(last);
	}

}
