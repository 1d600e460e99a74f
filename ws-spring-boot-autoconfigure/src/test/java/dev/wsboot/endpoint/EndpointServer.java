/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Serves endpoint beans at a port, as an application does.
 */
final class EndpointServer implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private EndpointServer(ClassLoader classLoader, String[] properties, Class<?>... beans) {
		if (classLoader != null) {
			this.context.setClassLoader(classLoader);
		}
		TestPropertyValues.of("ws.port=0").and(properties).applyTo(this.context);
		this.context.registerBean(JsonMapper.class, JsonMapper::shared);
		this.context.register(WsAutoConfiguration.class);
		this.context.register(beans);
		this.context.refresh();
	}

	static EndpointServer of(Class<?>... beans) {
		return new EndpointServer(null, new String[0], beans);
	}

	static EndpointServer with(String property, Class<?>... beans) {
		return new EndpointServer(null, new String[] { property }, beans);
	}

	static EndpointServer in(ClassLoader classLoader, String property, Class<?>... beans) {
		return new EndpointServer(classLoader, new String[] { property }, beans);
	}

	static EndpointServer in(ClassLoader classLoader, Class<?>... beans) {
		return new EndpointServer(classLoader, new String[0], beans);
	}

	WsTestClient connect(String path) {
		return WsTestClient.connect(uri(path));
	}

	String uri(String path) {
		return "ws://localhost:" + bean(WsServerLifecycle.class).port() + path;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	AnnotationConfigApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
