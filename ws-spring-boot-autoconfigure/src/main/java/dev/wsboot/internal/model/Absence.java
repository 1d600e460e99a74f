/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The argument of a parameter whose value is missing in the handshake, in a message, or
 * among the attributes of a session. Decided once for each parameter, at startup.
 */
public enum Absence {

	/** The value is required. */
	REQUIRED,

	/** The argument is an empty {@link Optional}. */
	EMPTY_OPTIONAL,

	/** The argument is {@code null}. */
	NULL,

	/** The argument is the default value that a function in Kotlin declares. */
	KOTLIN_DEFAULT;

	/**
	 * Returns the absence of a parameter by its declaration.
	 * @param parameter the parameter; a type nested in another type is required
	 * @return the argument if there is no value
	 */
	public static Absence of(MethodParameter parameter) {
		if (parameter.getNestingLevel() > 1) {
			return REQUIRED;
		}
		if (parameter.getParameterType() == Optional.class) {
			return EMPTY_OPTIONAL;
		}
		if (KotlinFunction.hasDefault(parameter)) {
			return KOTLIN_DEFAULT;
		}
		return parameter.isOptional() ? NULL : REQUIRED;
	}

	/**
	 * Returns the absence of a parameter by its declaration and its annotation.
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 * @param required whether the annotation requires a value
	 * @param cure the solution if the parameter's type cannot express a missing value
	 * @return the argument if there is no value
	 */
	public static Absence of(Location location, MethodParameter parameter, boolean required, String cure) {
		Absence declared = of(parameter);
		if (declared != REQUIRED || required) {
			checkIsNotPrimitive(location, parameter, declared, cure);
			return declared;
		}
		checkIsNotPrimitive(location, parameter, NULL, cure);
		if (KotlinFunction.isNonNull(parameter)) {
			throw location.mistake("is optional, but its type in Kotlin has no value for \"nothing\"",
					"Declare a default value in Kotlin, or add ? to the type");
		}
		return NULL;
	}

	/**
	 * Returns the absence of a parameter whose value comes from a
	 * {@link dev.wsboot.endpoint.WsArgumentResolver}. The resolver may return
	 * {@code null}, unless the parameter does not accept {@code null}.
	 * @param parameter the parameter
	 * @return the argument if there is no value
	 */
	public static Absence ofResolved(MethodParameter parameter) {
		Absence declared = of(parameter);
		return (declared != REQUIRED || KotlinFunction.isNonNull(parameter)) ? declared : NULL;
	}

	private static void checkIsNotPrimitive(Location location, MethodParameter parameter, Absence absence,
			String cure) {
		if (absence == NULL && parameter.getParameterType().isPrimitive()) {
			throw location.mistake("is optional, but a primitive type has no value for \"nothing\"", cure);
		}
	}

	/**
	 * Returns the argument for a value that may be missing.
	 * @param value the value of the parameter's type, or {@code null} if there is none
	 * @param error creates the exception if the value is required
	 * @param <X> the type of the exception
	 * @return the argument
	 * @throws X if the value is required and missing
	 */
	public <X extends Exception> @Nullable Object orInstead(@Nullable Object value, Supplier<X> error) throws X {
		if (value != null) {
			return value;
		}
		return switch (this) {
			case REQUIRED -> throw error.get();
			case EMPTY_OPTIONAL -> Optional.empty();
			case NULL -> null;
			case KOTLIN_DEFAULT -> KotlinFunction.DEFAULT;
		};
	}

}
