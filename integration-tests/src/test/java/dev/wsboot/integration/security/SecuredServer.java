/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.autoconfigure.security.WsSecurityAutoConfiguration;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A running application without a web server, whose endpoints are secured.
 */
final class SecuredServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private SecuredServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static SecuredServer of(Class<?>... beans) {
		return with(new String[0], beans);
	}

	static SecuredServer with(String[] properties, Class<?>... beans) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Basics.class).sources(beans)
			.web(WebApplicationType.NONE)
			.properties("ws.port=0", "spring.main.banner-mode=off")
			.properties(properties);
		return new SecuredServer(application.run());
	}

	String uri(String path) {
		return "ws://localhost:" + bean(WsServerLifecycle.class).port() + path;
	}

	WsTestConnector to(String path) {
		return WsTestClient.to(uri(path));
	}

	/** Prepares to connect with a bearer token. */
	WsTestConnector to(String path, String token) {
		return to(path).header("Authorization", "Bearer " + token);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WsAutoConfiguration.class, WsSecurityAutoConfiguration.class,
			JacksonAutoConfiguration.class, SecurityAutoConfiguration.class, SslAutoConfiguration.class,
			OAuth2ResourceServerAutoConfiguration.class })
	static class Basics {

	}

}
