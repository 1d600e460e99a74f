/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.wsboot.endpoint.InvalidEndpointException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The location of a user's mistake: a bean, and optionally one of its methods and a
 * parameter of the method. An immutable value.
 *
 * @param bean the name of the bean
 * @param type the class of the bean
 * @param method the method, or {@code null}
 * @param parameter the parameter, or {@code null}
 */
public record Location(String bean, Class<?> type, @Nullable Method method, @Nullable MethodParameter parameter) {

	public static Location bean(String name, Class<?> type) {
		return new Location(name, type, null, null);
	}

	public Location method(Method method) {
		return new Location(this.bean, this.type, method, null);
	}

	Location parameter(MethodParameter parameter) {
		return new Location(this.bean, this.type, this.method, parameter);
	}

	/**
	 * Creates the exception for a mistake.
	 * @param problem the rest of a sentence whose subject is this location, such as "is
	 * private"
	 * @param cure a sentence that describes the solution
	 * @return the exception
	 */
	public InvalidEndpointException mistake(String problem, String cure) {
		String place = toString();
		return new InvalidEndpointException(
				Character.toUpperCase(place.charAt(0)) + place.substring(1) + " " + problem + ".", cure + ".");
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		if (this.parameter != null) {
			String name = this.parameter.getParameterName();
			text.append("parameter ").append((name != null) ? "'" + name + "'" : this.parameter.getParameterIndex());
			text.append(" (").append(this.parameter.getParameterType().getSimpleName()).append(") of ");
		}
		if (this.method != null) {
			text.append("method '").append(signature(this.method)).append("' of ");
		}
		return text.append("bean '").append(this.bean).append("' (").append(this.type.getName()).append(")").toString();
	}

	public static String signature(Method method) {
		return method.getName() + Arrays.stream(method.getParameterTypes())
			.limit(method.getParameterCount() - (KotlinFunction.isSuspending(method) ? 1 : 0))
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
	}

}
