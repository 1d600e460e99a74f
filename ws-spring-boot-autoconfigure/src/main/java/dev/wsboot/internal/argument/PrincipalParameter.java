/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.security.Principal;
import java.util.Optional;

import dev.wsboot.endpoint.MissingPrincipalException;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Provides the principal of the session for a parameter whose type is {@link Principal}
 * or a subtype. Such parameters are never filled from another source. Immutable.
 *
 * @param location the location of the parameter
 * @param type the type that the principal must have
 * @param absence the argument without a principal
 */
record PrincipalParameter(Location location, Class<?> type, Absence absence) implements ParameterResolver {

	@Override
	public @Nullable Object resolve(Invocation invocation) {
		Principal principal = invocation.session().principal();
		if (principal != null && !this.type.isInstance(principal)) {
			throw new IllegalStateException("The principal of the session is a " + principal.getClass().getName()
					+ ", but " + this.location + " takes a " + this.type.getName());
		}
		return this.absence.orInstead(
				(principal != null && this.absence == Absence.EMPTY_OPTIONAL) ? Optional.of(principal) : principal,
				() -> new MissingPrincipalException(
						"Nobody is logged in, but " + this.location + " needs the principal"));
	}

	/** Plans parameters whose type is a principal. */
	static final class Factory implements ParameterFactory {

		@Override
		public boolean supports(ParameterContext context) {
			return Principal.class.isAssignableFrom(type(context));
		}

		@Override
		public ParameterResolver plan(ParameterContext context) {
			Class<?> type = type(context);
			MethodParameter parameter = context.parameter();
			return new PrincipalParameter(context.location(), type,
					(type == Principal.class) ? Absence.ofResolved(parameter) : Absence.of(parameter));
		}

		@Override
		public String describe(HandlerKind kind) {
			return "Principal or a subtype";
		}

		private static Class<?> type(ParameterContext context) {
			return context.parameter().nestedIfOptional().getNestedParameterType();
		}

	}

}
