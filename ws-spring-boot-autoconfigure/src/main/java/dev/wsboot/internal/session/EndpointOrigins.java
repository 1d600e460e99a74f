/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.List;

import dev.wsboot.engine.WsOriginPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The policies for the origins of handshakes: the application's bean, or else the policy
 * of the endpoint, or else the policy of the server. Immutable.
 *
 * @param bean the policy bean of the application, or {@code null}
 * @param differ whether an endpoint has a policy of its own
 */
public record EndpointOrigins(@Nullable WsOriginPolicy bean, boolean differ) {

	public static EndpointOrigins ofServer() {
		return new EndpointOrigins(null, false);
	}

	public static EndpointOrigins of(ConfigurableListableBeanFactory beanFactory, List<Endpoint> endpoints) {
		WsOriginPolicy bean = beanFactory.getBeanProvider(WsOriginPolicy.class).getIfAvailable();
		boolean differ = false;
		for (Endpoint endpoint : endpoints) {
			boolean own = endpoint.options().origins() != null;
			if (own && bean != null) {
				throw endpoint.bean()
					.location()
					.mistake(
							"has allowedOrigins, but the WsOriginPolicy bean '"
									+ String.join("' and '", beanFactory.getBeanNamesForType(WsOriginPolicy.class))
									+ "' decides about all origins",
							"Remove allowedOrigins from @WsEndpoint and let the bean decide by the path of the "
									+ "request, or remove the bean");
			}
			differ |= own;
		}
		return new EndpointOrigins(bean, differ);
	}

}
