/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test.port;

import java.util.List;

import dev.wsboot.test.WsTest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Assigns a free port to the WebSocket server of each {@link SpringBootTest} and
 * {@link WsTest}, since the test framework keeps the contexts of earlier test classes
 * running. A test with {@link WebEnvironment#DEFINED_PORT} keeps its port.
 */
class WsPortContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SpringBootTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, SpringBootTest.class);
		boolean free = (test != null) ? test.webEnvironment() != WebEnvironment.DEFINED_PORT
				: TestContextAnnotationUtils.hasAnnotation(testClass, WsTest.class);
		return free ? new WsPortContextCustomizer() : null;
	}

}
