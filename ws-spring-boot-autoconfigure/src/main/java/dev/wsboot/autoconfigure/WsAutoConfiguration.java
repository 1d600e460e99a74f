/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.List;
import java.util.concurrent.Executor;

import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import dev.wsboot.internal.scope.WebSocketScope;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WebServerMount;
import dev.wsboot.server.WsMountException;
import dev.wsboot.server.WsServerCustomizer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.server.WsServerMode;
import dev.wsboot.session.RunningServer;
import dev.wsboot.session.WsUsers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the WebSocket server and the endpoints that it serves. With
 * {@code ws.enabled} set to {@code false}, there is no server, and the beans that
 * applications inject are empty. A bean of the application wins over each bean here.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
public final class WsAutoConfiguration {

	/**
	 * The name of an {@link Executor} bean of the application that runs handler methods
	 * instead of virtual threads or the pool.
	 */
	public static final String EXECUTOR_BEAN_NAME = "wsExecutor";

	@Bean
	@ConditionalOnMissingBean
	static WebSocketScope webSocketScope() {
		return new WebSocketScope();
	}

	@Bean
	@ConditionalOnMissingBean
	RunningServer wsRunningServer() {
		return new RunningServer();
	}

	@Bean
	@ConditionalOnMissingBean
	WsSessions wsSessions(RunningServer running) {
		return running.sessions();
	}

	@Bean
	@ConditionalOnMissingBean
	WsUsers wsUsers(WsSessions sessions) {
		return WsUsers.of(sessions);
	}

	/**
	 * The beans of an application with a server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "ws.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(WsProperties.class)
	static class Enabled {

		@Bean
		WsExecutor wsExecutorHolder(@Qualifier(EXECUTOR_BEAN_NAME) ObjectProvider<Executor> own,
				Environment environment) {
			return WsExecutor.choose(own.getIfAvailable(), environment);
		}

		@Bean
		@ConditionalOnMissingBean
		JsonRpcOptions wsJsonRpcOptions(WsProperties properties) {
			return WsServerOptionsMapper.jsonRpc(properties);
		}

		@Bean
		@ConditionalOnMissingBean(WsEndpoints.class)
		DiscoveredEndpoints wsEndpoints(ConfigurableListableBeanFactory beanFactory, WsProperties properties) {
			return WsServerOptionsMapper.endpoints(properties, beanFactory);
		}

		@Bean
		@ConditionalOnMissingBean
		WsServerLifecycle wsServerLifecycle(WsProperties properties, WsExecutor executor,
				ObjectProvider<WsServerCustomizer> customizers, ObjectProvider<SslBundles> sslBundles,
				WsEndpoints endpoints, RunningServer running, BeanFactory beanFactory,
				ObjectProvider<WebServerMount> mounts, Environment environment) {
			WebServerMount mount = (properties.getMode() == WsServerMode.MOUNTED) ? mount(mounts, environment) : null;
			WsSsl ssl = WsSsl.of(properties.getSsl(), sslBundles.getIfAvailable());
			WsServerOptions options = new WsServerOptionsMapper(properties, ssl).map(executor.get(),
					customizers.orderedStream().toList());
			List<String> scanned = AutoConfigurationPackages.has(beanFactory)
					? AutoConfigurationPackages.get(beanFactory) : List.of();
			return new WsServerLifecycle(options, endpoints, running, WsServerOptionsMapper.stopDelay(properties),
					scanned, mount);
		}

		private static WebServerMount mount(ObjectProvider<WebServerMount> mounts, Environment environment) {
			new MountedSettings(environment).check();
			WebServerMount mount = mounts.getIfAvailable();
			if (mount == null) {
				throw new WsMountException(
						"'ws.mode' is 'mounted', but this application has no web server that hands over sockets: "
								+ "only Tomcat with Spring MVC does.",
						"Add spring-boot-starter-webmvc, or set 'ws.mode' to 'port'.");
			}
			return mount;
		}

		@Bean
		@ConditionalOnWebApplication
		WsConfigurationCheck wsConfigurationCheckBesideWebServer(WsProperties properties, Environment environment,
				ListableBeanFactory beanFactory) {
			return new WsConfigurationCheck(properties, environment, beanFactory, true);
		}

		@Bean
		@ConditionalOnNotWebApplication
		WsConfigurationCheck wsConfigurationCheck(WsProperties properties, Environment environment,
				ListableBeanFactory beanFactory) {
			return new WsConfigurationCheck(properties, environment, beanFactory, false);
		}

	}

	/**
	 * The beans of an application without a server: no sessions and no endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "ws.enabled", havingValue = false)
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		WsEndpoints wsEndpoints() {
			return DiscoveredEndpoints.none();
		}

	}

}
