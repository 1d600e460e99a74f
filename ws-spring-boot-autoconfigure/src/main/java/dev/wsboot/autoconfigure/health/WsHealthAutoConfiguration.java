/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.health;

import dev.wsboot.actuate.WsHealthIndicator;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.server.WsServerLifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the WebSocket server's health. Present where Actuator's health
 * is, unless {@code management.health.ws.enabled} is {@code false}.
 */
@AutoConfiguration(after = WsAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(WsServerLifecycle.class)
@ConditionalOnEnabledHealthIndicator("ws")
public final class WsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wsHealthIndicator")
	WsHealthIndicator wsHealthIndicator(WsServerLifecycle lifecycle, WsEndpoints endpoints) {
		return new WsHealthIndicator(lifecycle, endpoints);
	}

}
