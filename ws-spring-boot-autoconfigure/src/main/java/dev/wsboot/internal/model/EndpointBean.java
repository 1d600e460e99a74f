/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.util.List;

import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.options.Compression;

import org.springframework.web.util.pattern.PathPattern;

/**
 * A bean annotated with {@link dev.wsboot.annotation.WsEndpoint}.
 *
 * @param name the bean's name
 * @param type the class that the user wrote
 * @param bean the bean, perhaps a proxy
 * @param pattern the path
 * @param subprotocols the subprotocols
 * @param compression whether its sessions may be compressed
 * @param jsonMapper the name of its own mapper, or an empty text
 * @param options in which it differs from its server
 * @param settings what else the annotation says
 */
public record EndpointBean(String name, Class<?> type, Object bean, PathPattern pattern, List<String> subprotocols,
		Compression compression, String jsonMapper, EndpointOptions options, WsEndpoint settings) {

	public Location location() {
		return Location.bean(this.name, this.type);
	}

}
