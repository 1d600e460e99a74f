/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.mounted;

import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.internal.mounted.ConnectionUpgrade;
import dev.wsboot.internal.mounted.MountedHandlerMapping;
import dev.wsboot.internal.mounted.MountedHandshakeHandler;
import dev.wsboot.internal.mounted.ServletMount;
import dev.wsboot.internal.mounted.tomcat.TomcatUpgrade;
import dev.wsboot.server.WebServerMount;
import dev.wsboot.server.WsServerLifecycle;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the mounted mode: handshakes come in through Spring MVC on
 * Tomcat.
 */
@AutoConfiguration(before = WsAutoConfiguration.class)
@ConditionalOnProperty(name = "ws.mode", havingValue = "mounted")
@ConditionalOnBooleanProperty(name = "ws.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, InternalHttpUpgradeHandler.class })
public final class WsMountedAutoConfiguration {

	@Bean
	WebServerMount wsWebServerMount(Environment environment, WebApplicationContext context) {
		return new ServletMount(environment, context.getServletContext());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionUpgrade wsConnectionUpgrade() {
		return new TomcatUpgrade();
	}

	@Bean
	MountedHandshakeHandler wsMountedHandshakeHandler(ObjectProvider<WsServerLifecycle> lifecycle,
			ConnectionUpgrade upgrade) {
		return new MountedHandshakeHandler(() -> lifecycle.getObject().server(), upgrade);
	}

	/**
	 * The mappings, apart from the public class, so that it can be inspected without
	 * Spring MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Mappings {

		@Bean
		MountedHandlerMapping wsMountedUpgradeMapping(WsEndpoints endpoints, MountedHandshakeHandler handler) {
			return MountedHandlerMapping.ofUpgrades(endpoints, handler);
		}

		@Bean
		MountedHandlerMapping wsMountedMapping(WsEndpoints endpoints, MountedHandshakeHandler handler) {
			return MountedHandlerMapping.ofOthers(endpoints, handler);
		}

	}

}
