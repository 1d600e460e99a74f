/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Publishes the port of the server as the property
 * {@value WsServerLifecycle#LOCAL_PORT_PROPERTY}, as Spring Boot does for
 * {@code local.server.port}. Called by the thread that starts the server.
 */
final class LocalPortPublisher {

	/** The name of Spring Boot's property source for local ports. */
	private static final String PROPERTY_SOURCE = "server.ports";

	private LocalPortPublisher() {
	}

	/**
	 * Publishes a port in a context and its parents.
	 * @param context the context, or {@code null} for none
	 * @param port the port on which the server listens
	 */
	static void publish(@Nullable ApplicationContext context, int port) {
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			if (each instanceof ConfigurableApplicationContext configurable) {
				set(configurable.getEnvironment().getPropertySources(), port);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void set(MutablePropertySources sources, int port) {
		PropertySource<?> ports = sources.get(PROPERTY_SOURCE);
		if (ports == null) {
			ports = new MapPropertySource(PROPERTY_SOURCE, new HashMap<>());
			sources.addFirst(ports);
		}
		((Map<String, Object>) ports.getSource()).put(WsServerLifecycle.LOCAL_PORT_PROPERTY, port);
	}

}
