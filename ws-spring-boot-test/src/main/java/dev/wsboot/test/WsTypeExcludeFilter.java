/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.util.ClassUtils;

/**
 * Restricts the component scan of a {@link WsTest} to WebSocket components: the types
 * listed in {@code META-INF/spring/dev.wsboot.test.WsTest.includes}, and endpoints.
 */
class WsTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<WsTest> {

	/**
	 * The name of the endpoint annotation, which is not on the class path of this module.
	 */
	private static final String ENDPOINT = "dev.wsboot.annotation.WsEndpoint";

	private final Class<?>[] endpoints;

	WsTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.endpoints = getAnnotation().getValue("endpoints", Class[].class).orElseGet(() -> new Class<?>[0]);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		ClassLoader classLoader = getClass().getClassLoader();
		return (this.endpoints.length == 0) ? Set.of(ClassUtils.resolveClassName(ENDPOINT, classLoader)) : Set.of();
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return new LinkedHashSet<>(Set.of(this.endpoints));
	}

}
