/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.wsboot.actuate.WsHealthIndicator;
import dev.wsboot.actuate.WsMetrics;
import dev.wsboot.autoconfigure.health.WsHealthAutoConfiguration;
import dev.wsboot.autoconfigure.metrics.WsMetricsAutoConfiguration;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import dev.wsboot.internal.scope.WebSocketScope;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.session.RunningServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * A bean of the application wins over that of the auto-configuration.
 */
class OwnBeansTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsHealthAutoConfiguration.class,
				WsMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("ws.port=0");

	@Test
	void withoutOwnBeansThereIsOneOfEachType() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			ownBeans().forEach((arguments) -> assertThat(context).hasSingleBean((Class<?>) arguments.get()[0]));
		});
	}

	@ParameterizedTest
	@MethodSource("ownBeans")
	<T> void ownBeanWins(Class<T> type, Supplier<T> supplier) {
		T own = supplier.get();
		this.runner.withBean("own", type, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			assertThat(context.getBean(type)).isSameAs(own);
		});
	}

	@Test
	void ownHealthIndicatorWinsByItsName() {
		WsHealthIndicator own = new WsHealthIndicator(lifecycle(), DiscoveredEndpoints.none());
		this.runner.withBean("wsHealthIndicator", WsHealthIndicator.class, () -> own)
			.run((context) -> assertThat(context.getBean(WsHealthIndicator.class)).isSameAs(own));
	}

	static Stream<Arguments> ownBeans() {
		return Stream.of(own(WebSocketScope.class, WebSocketScope::new), own(RunningServer.class, RunningServer::new),
				own(WsSessions.class, () -> mock(WsSessions.class)),
				own(JsonRpcOptions.class, () -> new JsonRpcOptions(1, 1, Duration.ofSeconds(1))),
				own(WsEndpoints.class, DiscoveredEndpoints::none),
				own(WsServerLifecycle.class, OwnBeansTest::lifecycle),
				own(WsMetrics.class, () -> new WsMetrics(lifecycle(), DiscoveredEndpoints.none())));
	}

	private static <T> Arguments own(Class<T> type, Supplier<T> supplier) {
		return Arguments.of(type, supplier);
	}

	/** Returns the lifecycle of a server that does not start, as it has no endpoints. */
	private static WsServerLifecycle lifecycle() {
		WsServerOptions options = WsServerOptions.builder().port(0).executor(Runnable::run).build();
		return new WsServerLifecycle(options, DiscoveredEndpoints.none(), new RunningServer(), Duration.ZERO,
				List.of());
	}

}
