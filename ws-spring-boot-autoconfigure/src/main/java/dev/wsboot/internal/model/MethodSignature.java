/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * The declaration of a handler method. Annotations are also found on overridden methods,
 * and type variables are resolved against the bean's class. Used at startup.
 */
public final class MethodSignature extends AnnotatedMethod {

	private final Location location;

	public MethodSignature(Location bean, Method method) {
		super(method);
		this.location = bean.method(method);
	}

	public Location location() {
		return this.location;
	}

	public Location location(MethodParameter parameter) {
		return this.location.parameter(parameter);
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.location.type();
	}

	/**
	 * Returns the return type of the method.
	 * @return the type, with its variables resolved against the class
	 */
	public ResolvableType returnType() {
		if (isSuspending() && !KotlinFunction.COROUTINES) {
			throw this.location.mistake(
					"is a suspending function, but kotlin-reflect or kotlinx-coroutines-reactor is missing to call it",
					"Add org.jetbrains.kotlin:kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor, or "
							+ "remove suspend: the method may block");
		}
		ResolvableType type = ResolvableType.forMethodReturnType(getMethod(), this.location.type());
		return isSuspending() ? ReactiveTypes.ofSuspending(type) : type;
	}

	/**
	 * Returns true if the method is a suspending function in Kotlin.
	 * @return whether the method suspends
	 */
	public boolean isSuspending() {
		return KotlinFunction.isSuspending(getMethod());
	}

	/**
	 * Returns a part of a declared type as a {@link java.lang.reflect.Type}.
	 * @param type a type of this method, or nested in one
	 * @return the type; {@link Object} for one that is not declared
	 */
	public Type javaType(ResolvableType type) {
		return (type.resolve() != null) ? GenericTypeResolver.resolveType(type.getType(), this.location.type())
				: Object.class;
	}

	/**
	 * Returns the generic type of a parameter.
	 * @param parameter a parameter of this method, or nested in one
	 * @return the type, with its variables resolved
	 */
	public Type typeOf(MethodParameter parameter) {
		return GenericTypeResolver.resolveType(parameter.getNestedGenericParameterType(), this.location.type());
	}

}
