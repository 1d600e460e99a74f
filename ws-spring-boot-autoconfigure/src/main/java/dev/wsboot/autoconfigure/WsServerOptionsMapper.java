/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WsServerCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes options of {@link WsProperties}. An option that is out of its range is reported
 * as the property that sets it.
 */
final class WsServerOptionsMapper {

	private final WsProperties properties;

	private final @Nullable Supplier<TlsOptions> tls;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 * @param tls supplies the options of TLS, or {@code null} for no TLS
	 */
	WsServerOptionsMapper(WsProperties properties, @Nullable Supplier<TlsOptions> tls) {
		this.properties = properties;
		this.tls = tls;
	}

	/**
	 * Makes the options of the server.
	 * @param executor runs handler methods, unless a customizer sets another executor
	 * @param customizers change the options, in the order of the list
	 * @return the options
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	WsServerOptions map(Executor executor, List<WsServerCustomizer> customizers) {
		WsServerOptions.Builder options = WsServerOptions.builder().executor(executor).tls(this.tls);
		inRange(() -> {
			this.properties.applyTo(options);
			return options.build();
		});
		// mistakes of customizers are not those of properties
		customizers.forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

	/**
	 * Returns the limits of JSON-RPC.
	 * @param properties the properties
	 * @return the limits
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	static JsonRpcOptions jsonRpc(WsProperties properties) {
		return inRange(() -> properties.getJsonRpc().toOptions());
	}

	/**
	 * Returns the endpoints of an application, which are found later.
	 * @param properties the properties
	 * @param beanFactory contains the endpoint beans
	 * @return the endpoints
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	static DiscoveredEndpoints endpoints(WsProperties properties, ConfigurableListableBeanFactory beanFactory) {
		return inRange(() -> new DiscoveredEndpoints(beanFactory, properties.getError().getPolicy(),
				properties.getSend().getMaxStreams()));
	}

	/**
	 * Returns the time between the change of readiness and the stop.
	 * @param properties the properties
	 * @return the duration
	 * @throws InvalidConfigurationPropertyValueException if the duration is negative
	 */
	static Duration stopDelay(WsProperties properties) {
		Duration delay = properties.getShutdown().getDelay();
		if (delay.isNegative()) {
			throw invalid("shutdown.delay", delay, "must not be negative");
		}
		return delay;
	}

	private static <T> T inRange(Supplier<T> options) {
		try {
			return options.get();
		}
		catch (InvalidOptionException ex) {
			throw invalid(ex.option(), ex.value(), ex.rule());
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String option, Object value, String rule) {
		String property = "ws." + option;
		return new InvalidConfigurationPropertyValueException(property, value, "'" + property + "' " + rule);
	}

}
