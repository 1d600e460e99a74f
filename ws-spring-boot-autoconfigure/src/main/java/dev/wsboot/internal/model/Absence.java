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
 * The value of a parameter where a client has sent none: in the handshake, in a message,
 * or among the attributes of a session. Decided once for each parameter, at startup.
 */
public enum Absence {

	/** The value has to be there. */
	REQUIRED,

	/** An empty {@link Optional}. */
	EMPTY_OPTIONAL,

	/** {@code null}. */
	NULL,

	/** The default value that a function in Kotlin declares. */
	KOTLIN_DEFAULT;

	/**
	 * Decides for a parameter by its declaration.
	 * @param parameter the parameter; what is nested in another type is required
	 * @return what the parameter gets in place of a value
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
	 * Decides for a parameter by its declaration and by its annotation.
	 * @param location the place of the parameter
	 * @param parameter the parameter
	 * @param required whether the annotation says that the value has to be there
	 * @param cure the cure where nothing can stand for a value
	 * @return what the parameter gets in place of a value
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
	 * Decides for a parameter that a {@link dev.wsboot.endpoint.WsArgumentResolver}
	 * fills. The resolver decides what {@code null} means, unless the parameter cannot
	 * take it.
	 * @param parameter the parameter
	 * @return what the parameter gets in place of a value
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
	 * @param value the value as the parameter takes it, or {@code null} if there is none
	 * @param error makes the exception where a value has to be there
	 * @param <X> the type of the exception
	 * @return the argument
	 * @throws X if a value has to be there, and is not
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
