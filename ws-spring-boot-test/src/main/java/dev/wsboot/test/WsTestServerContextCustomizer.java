/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Registers the {@link WsTestServer} bean in the context of a test.
 */
record WsTestServerContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if (context instanceof GenericApplicationContext generic) {
			generic.registerBean("wsTestServer", WsTestServer.class,
					() -> new WsTestServer(context.getBeanFactory(), context.getEnvironment()),
					(definition) -> definition.setLazyInit(true));
		}
	}

}
