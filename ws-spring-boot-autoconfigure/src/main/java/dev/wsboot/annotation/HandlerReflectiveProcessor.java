/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.security.Principal;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ResolvableType;

/**
 * Registers hints for ahead-of-time processing: handler methods are called by reflection,
 * and their parameters and return values may be read and written as JSON. Used by one
 * thread at build time.
 */
class HandlerReflectiveProcessor implements ReflectiveProcessor {

	/** Prefixes of class names that are never bound to JSON. */
	private static final String[] UNBOUND_PREFIXES = { "java.", "dev.wsboot.engine.", "dev.wsboot.endpoint.",
			"org.springframework.", "org.reactivestreams.", "reactor.", "tools.jackson.", "kotlin.", "kotlinx." };

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (int i = 0; i < method.getParameterCount(); i++) {
				register(hints, ResolvableType.forMethodParameter(method, i));
			}
			register(hints, ResolvableType.forMethodReturnType(method));
		}
	}

	private void register(ReflectionHints hints, ResolvableType type) {
		if (type.isArray()) {
			register(hints, type.getComponentType());
			return;
		}
		for (ResolvableType generic : type.getGenerics()) {
			register(hints, generic);
		}
		Class<?> raw = type.resolve();
		if (raw != null && isValue(raw)) {
			this.binding.registerReflectionHints(hints, raw);
			if (raw.isSealed()) {
				for (Class<?> permitted : raw.getPermittedSubclasses()) {
					register(hints, ResolvableType.forClass(permitted));
				}
			}
		}
	}

	private static boolean isValue(Class<?> type) {
		if (type.isPrimitive() || Throwable.class.isAssignableFrom(type) || Principal.class.isAssignableFrom(type)) {
			return false;
		}
		for (String prefix : UNBOUND_PREFIXES) {
			if (type.getName().startsWith(prefix)) {
				return false;
			}
		}
		return true;
	}

}
