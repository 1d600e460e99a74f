/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.util.Map;
import java.util.Set;

import dev.wsboot.internal.handshake.HandshakeSource;
import dev.wsboot.internal.handshake.HandshakeValue;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.KotlinFunction;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * The value of the handshake that a parameter declares. Immutable.
 *
 * @param source the part of the handshake that contains the value
 * @param givenName the declared name; empty to use the parameter's name
 * @param required whether a handshake without the value is rejected
 * @param givenDefault the declared default value, or {@code null} if there is none
 */
record HandshakeDeclaration(HandshakeSource source, String givenName, boolean required, @Nullable String givenDefault) {

	/**
	 * Returns the declaration of an annotation.
	 * @param source the part of the handshake that contains the value
	 * @param name the declared name; empty to use the parameter's name
	 * @param required whether a handshake without the value is rejected
	 * @param defaultValue the declared default value, or
	 * {@link ValueConstants#DEFAULT_NONE}
	 * @return the declaration
	 */
	static HandshakeDeclaration of(HandshakeSource source, String name, boolean required, String defaultValue) {
		return new HandshakeDeclaration(source, name, required,
				ValueConstants.DEFAULT_NONE.equals(defaultValue) ? null : defaultValue);
	}

	/**
	 * Plans the parameter, and adds its value to those that are bound at each handshake.
	 * @param context the parameter
	 * @return the resolver
	 */
	ParameterResolver plan(ParameterContext context) {
		int index = context.endpoint().values().add(context.location(), value(context));
		return (invocation) -> invocation.handshakeValue(index);
	}

	private HandshakeValue value(ParameterContext context) {
		MethodParameter parameter = context.parameter();
		MethodParameter content = parameter.nestedIfOptional();
		Class<?> type = content.getNestedParameterType();
		boolean map = this.givenName.isEmpty() && (Map.class.isAssignableFrom(type) || type == HttpHeaders.class);
		String name = map ? "" : name(context);
		String defaultValue = (this.givenDefault != null)
				? context.endpoint().beanFactory().resolveEmbeddedValue(this.givenDefault) : null;
		Absence absence = Absence.of(context.location(), parameter, this.required || defaultValue != null,
				"Declare a default value, or use a wrapper type or Optional");
		if (absence == Absence.REQUIRED && defaultValue != null && !type.isPrimitive()
				&& !KotlinFunction.isNonNull(parameter)) {
			// such as an empty text as the default of a number
			absence = Absence.NULL;
		}
		if (this.source == HandshakeSource.PATH_VARIABLE && !map) {
			checkPathVariable(context.location(), context.endpoint().pathVariables(), name);
		}
		return new HandshakeValue(this.source, name, new TypeDescriptor(content), absence, defaultValue);
	}

	private String name(ParameterContext context) {
		String name = StringUtils.hasText(this.givenName)
				? context.endpoint().beanFactory().resolveEmbeddedValue(this.givenName)
				: context.parameter().getParameterName();
		if (!StringUtils.hasText(name)) {
			throw context.location().mistake("has no name", "Name it in its annotation, or compile with -parameters");
		}
		return name;
	}

	private static void checkPathVariable(Location location, Set<String> variables, String name) {
		if (!variables.contains(name)) {
			throw location.mistake(
					"asks for the path variable '" + name + "', but the path has "
							+ (variables.isEmpty() ? "no variables" : "only " + variables),
					"Add {" + name + "} to the path of @WsEndpoint, or correct the name");
		}
	}

}
