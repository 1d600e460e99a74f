/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test.port;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Sets <code>ws.port=0</code>, unless the server is mounted into the web server. The
 * value overrides configuration files, and is overridden by properties of the test, of
 * the system and of the environment.
 */
record WsPortContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if ("mounted".equalsIgnoreCase(context.getEnvironment().getProperty("ws.mode"))) {
			return;
		}
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		MapPropertySource freePort = new MapPropertySource("freeWsPort", Map.of("ws.port", "0"));
		if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, freePort);
		}
		else {
			sources.addLast(freePort);
		}
	}

}
