/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import dev.wsboot.annotation.WsEndpoint;

import org.springframework.web.util.pattern.PathPattern;

/**
 * A bean annotated with {@link dev.wsboot.annotation.WsEndpoint}.
 *
 * @param name the name of the bean
 * @param type the class that the user wrote
 * @param bean the bean, possibly a proxy
 * @param pattern the pattern of the endpoint's path
 * @param options the options in which the endpoint differs from its server
 * @param settings the annotation, for values that are needed at startup only
 */
public record EndpointBean(String name, Class<?> type, Object bean, PathPattern pattern, EndpointOptions options,
		WsEndpoint settings) {

	/** Returns the location of the bean for messages about mistakes. */
	public Location location() {
		return Location.bean(this.name, this.type);
	}

}
