/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;

import org.springframework.core.MethodParameter;

/**
 * A parameter for which a {@link ParameterFactory} plans a resolver, and the parts that
 * planning needs. Immutable; used at startup.
 *
 * @param kind the kind of the parameter's method
 * @param location the location of the parameter
 * @param parameter the parameter
 * @param endpoint the endpoint for which the method is planned
 */
public record ParameterContext(HandlerKind kind, Location location, MethodParameter parameter, EndpointParts endpoint) {

	/**
	 * Returns the parameter's type without its generic parameters.
	 * @return the type
	 */
	public Class<?> type() {
		return this.parameter.getParameterType();
	}

	/**
	 * Fails the start unless the parameter's method is of one kind.
	 * @param expected the only kind whose methods have values for the parameter
	 */
	void checkKind(HandlerKind expected) {
		if (this.kind != expected) {
			throw this.location.mistake(
					"cannot be filled in an " + this.kind + " method: there is one in " + expected + " only",
					"Remove it, or move it to the " + expected + " method");
		}
	}

}
