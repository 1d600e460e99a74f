/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.server.WsServerMode;
import dev.wsboot.server.WsServerStartedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Warns at the start of properties that have no effect.
 */
final class WsConfigurationCheck implements ApplicationListener<WsServerStartedEvent> {

	private static final Log logger = LogFactory.getLog(WsConfigurationCheck.class);

	private final WsProperties properties;

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	private final boolean webApplication;

	/**
	 * Creates a check.
	 * @param properties the server's properties
	 * @param environment all properties
	 * @param beanFactory has the endpoints
	 * @param webApplication whether the application has a web server, or may have one
	 */
	WsConfigurationCheck(WsProperties properties, Environment environment, ListableBeanFactory beanFactory,
			boolean webApplication) {
		this.properties = properties;
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.webApplication = webApplication;
	}

	@Override
	public void onApplicationEvent(WsServerStartedEvent event) {
		WsServer server = ((WsServerLifecycle) event.getSource()).server();
		if (server != null) {
			warnings(server).forEach((warning) -> logger.warn(warning + "."));
		}
	}

	private List<String> warnings(WsServer server) {
		List<WsEndpoint> endpoints = Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(WsEndpoint.class))
			.map((name) -> this.beanFactory.findAnnotationOnBean(name, WsEndpoint.class))
			.filter(Objects::nonNull)
			.toList();
		List<String> warnings = new ArrayList<>(
				OptionConflicts.of(server.options(), this.properties.getJsonRpc().getCallTimeout(), endpoints));
		if (this.properties.getMode() == WsServerMode.MOUNTED) {
			warnings.addAll(new MountedSettings(this.environment).warnings(server.options().connections().max()));
		}
		else if (!this.webApplication) {
			warnings.addAll(LookAlikeProperties.withoutWebServer(this.environment));
		}
		else if (!server.isSecure()) {
			warnings.addAll(LookAlikeProperties.withoutTls(this.environment));
		}
		return warnings;
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

}
