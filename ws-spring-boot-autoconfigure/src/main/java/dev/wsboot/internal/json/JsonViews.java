/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds Jackson's {@code @JsonView}, which may be missing on the class path. Stateless.
 */
public final class JsonViews {

	private static final String ANNOTATION = "com.fasterxml.jackson.annotation.JsonView";

	private JsonViews() {
	}

	/**
	 * Returns the view of the replies of a method.
	 * @param method the method
	 * @return the view, or {@code null} for none
	 */
	public static @Nullable Class<?> of(MethodSignature method) {
		return view(method.location(), MergedAnnotations.from(method.getMethod(), SearchStrategy.TYPE_HIERARCHY));
	}

	/**
	 * Returns the view for reading a parameter.
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 * @return the view, or {@code null} for none
	 */
	public static @Nullable Class<?> of(Location location, MethodParameter parameter) {
		return view(location, MergedAnnotations.from(parameter.getParameterAnnotations()));
	}

	private static @Nullable Class<?> view(Location location, MergedAnnotations annotations) {
		MergedAnnotation<?> annotation = annotations.get(ANNOTATION);
		if (!annotation.isPresent()) {
			return null;
		}
		Class<?>[] views = annotation.getClassArray("value");
		if (views.length != 1) {
			throw location.mistake("has @JsonView with " + views.length + " classes", "Name exactly one view");
		}
		return views[0];
	}

}
