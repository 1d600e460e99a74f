/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.metrics;

import dev.wsboot.actuate.WsMetrics;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.server.WsServerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the WebSocket server's meters. Present where Micrometer is;
 * {@code management.metrics.enable.ws=false} switches them off.
 */
@AutoConfiguration(after = WsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(WsServerLifecycle.class)
public final class WsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsMetrics wsMetrics(WsServerLifecycle lifecycle, WsEndpoints endpoints) {
		return new WsMetrics(lifecycle, endpoints);
	}

}
