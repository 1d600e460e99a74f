/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import kotlin.Unit;
import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

/**
 * A handler method in Kotlin that cannot be called like a method in Java, because it
 * suspends or has parameters with default values. Requires {@code kotlin-reflect};
 * without that, all methods are called as in Java. Safe to use from any thread.
 */
public final class KotlinFunction {

	/** The argument that stands for the default value that the function declares. */
	static final Object DEFAULT = new Object() {
		@Override
		public String toString() {
			return "the default value";
		}
	};

	/** True if suspending functions can be called. */
	static final boolean COROUTINES = KotlinDetector.isKotlinReflectPresent() && ReactiveTypes.PRESENT
			&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", KotlinFunction.class.getClassLoader());

	private final Object bean;

	private final Method method;

	/** True if the function suspends; such a function is called by Spring. */
	private final boolean suspends;

	private KotlinFunction(Object bean, Method method, boolean suspends) {
		this.bean = bean;
		this.method = method;
		this.suspends = suspends;
	}

	/**
	 * Returns a method as a function, if it cannot be called as a method.
	 * @param bean the bean
	 * @param method the method of the bean
	 * @return the function, or {@code null}
	 */
	public static @Nullable KotlinFunction of(Object bean, Method method) {
		if (!isKotlin(method)) {
			return null;
		}
		boolean suspends = isSuspending(method);
		return (suspends || Reflection.hasDefaults(method)) ? new KotlinFunction(bean, method, suspends) : null;
	}

	private static boolean isKotlin(@Nullable Method method) {
		return method != null && KotlinDetector.isKotlinReflectPresent()
				&& KotlinDetector.isKotlinType(method.getDeclaringClass());
	}

	/**
	 * Returns true if a method suspends.
	 * @param method the method
	 * @return whether the method is a suspending function
	 */
	static boolean isSuspending(Method method) {
		return KotlinDetector.isSuspendingFunction(method);
	}

	/**
	 * Returns true if a parameter is the continuation that the compiler adds to a
	 * suspending function.
	 * @param parameter the parameter
	 * @return whether it is
	 */
	public static boolean isContinuation(MethodParameter parameter) {
		Method method = parameter.getMethod();
		return method != null && isSuspending(method)
				&& parameter.getParameterIndex() == method.getParameterCount() - 1;
	}

	/**
	 * Returns true if a parameter has a default value.
	 * @param parameter the parameter
	 * @return whether there is a default value
	 */
	static boolean hasDefault(MethodParameter parameter) {
		Method method = parameter.getMethod();
		return method != null && isKotlin(method) && Reflection.hasDefault(method, parameter.getParameterIndex());
	}

	/**
	 * Returns true if a parameter is declared in Kotlin with a non-null type.
	 * @param parameter the parameter
	 * @return whether it is
	 */
	public static boolean isNonNull(MethodParameter parameter) {
		Method method = parameter.getMethod();
		return method != null && isKotlin(method) && Reflection.isNonNull(method, parameter.getParameterIndex());
	}

	/**
	 * Calls the function.
	 * @param arguments the arguments, {@link #DEFAULT} for default values
	 * @return the result of the function; a {@link org.reactivestreams.Publisher} if it
	 * suspends
	 * @throws Throwable an exception of the function
	 */
	public @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
		if (this.suspends) {
			@Nullable Object[] present = Arrays.stream(arguments)
				.map((argument) -> (argument != DEFAULT) ? argument : null)
				.toArray();
			return CoroutinesUtils.invokeSuspendingFunction(this.method, this.bean, present);
		}
		return Reflection.callBy(this.method, this.bean, arguments);
	}

	/**
	 * Returns true if an argument stands for the default value that the function
	 * declares.
	 */
	public boolean isNeededFor(@Nullable Object[] arguments) {
		if (this.suspends) {
			return true;
		}
		for (Object argument : arguments) {
			if (argument == DEFAULT) {
				return true;
			}
		}
		return false;
	}

	/** A class that is loaded only if {@code kotlin-reflect} is present. */
	private static final class Reflection {

		static boolean hasDefaults(Method method) {
			return parameters(method).stream().anyMatch(KParameter::isOptional);
		}

		static boolean hasDefault(Method method, int index) {
			List<KParameter> parameters = parameters(method);
			return index < parameters.size() && parameters.get(index).isOptional();
		}

		static boolean isNonNull(Method method, int index) {
			List<KParameter> parameters = parameters(method);
			return index < parameters.size() && !parameters.get(index).getType().isMarkedNullable();
		}

		private static List<KParameter> parameters(Method method) {
			KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
			return (function != null) ? function.getParameters()
				.stream()
				.filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
				.toList() : List.of();
		}

		static @Nullable Object callBy(Method method, Object bean, @Nullable Object[] arguments) throws Throwable {
			KFunction<?> function = Objects.requireNonNull(ReflectJvmMapping.getKotlinFunction(method));
			KCallablesJvm.setAccessible(function, true);
			Map<KParameter, @Nullable Object> present = new HashMap<>();
			int index = 0;
			for (KParameter parameter : function.getParameters()) {
				if (parameter.getKind() == KParameter.Kind.INSTANCE) {
					present.put(parameter, bean);
				}
				else {
					Object argument = arguments[index++];
					if (argument != DEFAULT) {
						present.put(parameter, boxed(parameter, argument));
					}
				}
			}
			try {
				Object result = function.callBy(present);
				return (result != Unit.INSTANCE) ? result : null;
			}
			catch (Exception ex) {
				// Kotlin does not declare it
				throw (ex instanceof InvocationTargetException failure) ? failure.getTargetException() : ex;
			}
		}

		/**
		 * Returns an argument as its value class if the parameter has one: methods take
		 * the content of value classes, functions take the values.
		 */
		private static @Nullable Object boxed(KParameter parameter, @Nullable Object argument) {
			if (argument == null || !(parameter.getType().getClassifier() instanceof KClass<?> type) || !type.isValue()
					|| JvmClassMappingKt.getJavaObjectType(type).isInstance(argument)) {
				return argument;
			}
			KFunction<?> constructor = Objects.requireNonNull(KClasses.getPrimaryConstructor(type));
			KCallablesJvm.setAccessible(constructor, true);
			return constructor.call(argument);
		}

	}

}
