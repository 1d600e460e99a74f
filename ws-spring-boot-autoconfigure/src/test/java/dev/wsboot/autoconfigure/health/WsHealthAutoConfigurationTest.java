/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.health;

import dev.wsboot.actuate.WsHealthIndicator;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class WsHealthAutoConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsHealthAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withPropertyValues("ws.port=0");

	@Test
	void healthIsNamedWs() {
		this.runner.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("ws"))
			.isInstanceOf(WsHealthIndicator.class));
	}

	@Test
	void ownPropertyTurnsItOff() {
		this.runner.withPropertyValues("management.health.ws.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WsHealthIndicator.class));
	}

	@Test
	void commonPropertyTurnsItOff() {
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WsHealthIndicator.class));
	}

	@Test
	void healthIndicatorIsMissingWithoutServer() {
		this.runner.withPropertyValues("ws.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WsHealthIndicator.class));
	}

	@Test
	void healthIndicatorIsMissingWithoutActuator() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(Health.class.getPackageName()))
			.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsHealthAutoConfiguration.class))
			.withPropertyValues("ws.port=0")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsHealthIndicator"));
	}

	@Test
	void indicatorOfTheUserWins() {
		HealthIndicator own = () -> Health.unknown().build();
		this.runner.withBean("wsHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context.getBean("wsHealthIndicator")).isSameAs(own));
	}

}
