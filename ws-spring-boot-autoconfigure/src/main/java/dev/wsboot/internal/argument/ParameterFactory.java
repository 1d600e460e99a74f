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
 * Plans the parameters of one kind, unless they take a message. The first factory in the
 * ordered list that supports a parameter plans its resolver. A new kind of parameter is a
 * new factory in {@link ParameterKinds}, or a bean of this type, which takes precedence.
 * Used at startup.
 */
public interface ParameterFactory {

	/**
	 * Returns whether this factory plans a parameter.
	 * @param context the parameter
	 * @return {@code false} to let the next factory decide
	 */
	boolean supports(ParameterContext context);

	/**
	 * Plans a supported parameter.
	 * @param context the parameter, and the parts that planning needs
	 * @return the resolver
	 * @throws dev.wsboot.endpoint.InvalidEndpointException if the parameter must not be
	 * declared like this
	 */
	ParameterResolver plan(ParameterContext context);

	/**
	 * Describes the parameters for users who have declared one that nothing supports.
	 * @param kind the kind of their method
	 * @return a type such as {@code CloseStatus}, an annotation such as
	 * {@code @PathVariable}, or {@code null} to leave the kind out
	 */
	default @Nullable String describe(HandlerKind kind) {
		return null;
	}

}
