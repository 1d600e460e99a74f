/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Checks properties in mounted mode, in which the web server accepts connections and
 * reads requests. Used once, at startup.
 */
final class MountedSettings {

	/** Tomcat's default of the property with which its limit can be set. */
	private static final int TOMCAT_MAX_CONNECTIONS = 8192;

	private static final String TOMCAT_MAX_CONNECTIONS_PROPERTY = "server.tomcat.max-connections";

	/** By properties that have no effect, their counterparts of the web server. */
	private static final Map<String, String> COUNTERPARTS = new LinkedHashMap<>();

	/** By beginnings of properties that have no effect, their counterparts. */
	private static final Map<String, String> GROUPS = new LinkedHashMap<>();

	static {
		COUNTERPARTS.put("ws.port", "'server.port'");
		COUNTERPARTS.put("ws.address", "'server.address'");
		GROUPS.put("ws.ssl", "'server.ssl'");
		GROUPS.put("ws.tcp", "the properties below 'server.tomcat', such as 'server.tomcat.accept-count'");
		GROUPS.put("ws.proxy", "'server.forward-headers-strategy'");
		GROUPS.put("ws.handshake", "'server.max-http-request-header-size' and 'server.tomcat.connection-timeout'");
	}

	private final Binder binder;

	MountedSettings(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Rejects properties that have no effect.
	 * @throws InvalidConfigurationPropertyValueException if there is one
	 */
	void check() {
		COUNTERPARTS.forEach((property, counterpart) -> {
			String value = this.binder.bind(property, String.class).orElse(null);
			if (value != null) {
				throw noEffect(property, value, counterpart);
			}
		});
		GROUPS.forEach((group, counterpart) -> {
			Map<String, Object> set = this.binder.bind(group, Bindable.mapOf(String.class, Object.class))
				.orElse(Map.of());
			set.forEach((name, value) -> {
				throw noEffect(group + "." + name, value, counterpart);
			});
		});
	}

	private static InvalidConfigurationPropertyValueException noEffect(String property, Object value,
			String counterpart) {
		return new InvalidConfigurationPropertyValueException(property, value,
				"'" + property + "' has no effect while 'ws.mode' is 'mounted', as the web server accepts the "
						+ "connections and reads the requests. Remove it; for the web server, there is " + counterpart);
	}

	/**
	 * Returns a sentence if the limit of the web server comes before that of the
	 * WebSocket server.
	 * @param maxConnections the limit of the WebSocket server
	 * @return the sentence with the names of the properties, or none
	 */
	List<String> warnings(int maxConnections) {
		int limit = this.binder.bind(TOMCAT_MAX_CONNECTIONS_PROPERTY, Integer.class).orElse(TOMCAT_MAX_CONNECTIONS);
		if (limit < 0 || limit >= maxConnections) {
			return List.of();
		}
		return List.of("'ws.max-connections' (" + maxConnections
				+ ") cannot be reached, as Tomcat accepts no more than '" + TOMCAT_MAX_CONNECTIONS_PROPERTY + "' ("
				+ limit + ") connections, of which sessions are a part. Raise that above 'ws.max-connections'");
	}

}
