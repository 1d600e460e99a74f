/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.Environment;

/**
 * Finds properties of Spring Boot's web servers that seem to be meant for the WebSocket
 * server. Used once, at startup.
 */
final class LookAlikeProperties {

	/** By properties of web servers, their counterparts. */
	private static final Map<String, String> COUNTERPARTS = new LinkedHashMap<>();

	static {
		COUNTERPARTS.put("server.port", "'ws.port'");
		COUNTERPARTS.put("server.address", "'ws.address'");
		COUNTERPARTS.put("server.ssl.bundle", "'ws.ssl.bundle'");
		COUNTERPARTS.put("server.ssl.key-store", "'ws.ssl.bundle'");
		COUNTERPARTS.put("server.ssl.certificate", "'ws.ssl.bundle'");
		COUNTERPARTS.put("server.compression.enabled", "'ws.compression.enabled'");
		COUNTERPARTS.put("server.forward-headers-strategy", "'ws.proxy.header' and 'ws.proxy.trusted'");
		COUNTERPARTS.put("server.max-http-request-header-size", "'ws.handshake.max-header-size'");
		COUNTERPARTS.put("server.servlet.context-path", "the paths of @WsEndpoint");
		COUNTERPARTS.put("server.shutdown", "'ws.shutdown.grace-period'");
		COUNTERPARTS.put("server.tomcat.accept-count", "'ws.tcp.backlog'");
		COUNTERPARTS.put("server.tomcat.connection-timeout", "'ws.handshake.timeout'");
		COUNTERPARTS.put("server.tomcat.max-connections", "'ws.max-connections'");
		COUNTERPARTS.put("server.tomcat.threads.max", "an Executor bean named 'wsExecutor'");
		COUNTERPARTS.put("server.jetty.max-connections", "'ws.max-connections'");
		COUNTERPARTS.put("server.jetty.threads.max", "an Executor bean named 'wsExecutor'");
	}

	private LookAlikeProperties() {
	}

	/**
	 * Returns a sentence for each property of a web server, where there is no web server.
	 * @param environment the properties
	 * @return the sentences, with the names of the properties
	 */
	static List<String> withoutWebServer(Environment environment) {
		List<String> sentences = new ArrayList<>();
		COUNTERPARTS.forEach((property, counterpart) -> {
			if (environment.containsProperty(property)) {
				sentences.add("'" + property + "' has no effect, as this application has no web server. For the "
						+ "WebSocket server, there is " + counterpart);
			}
		});
		return sentences;
	}

	/**
	 * Returns a sentence if the web server of the application speaks TLS, while nothing
	 * is said about TLS of the WebSocket server.
	 * @param environment the properties
	 * @return the sentence with the names of the properties, or none
	 */
	static List<String> withoutTls(Environment environment) {
		boolean secure = COUNTERPARTS.keySet()
			.stream()
			.anyMatch((property) -> property.startsWith("server.ssl.") && environment.containsProperty(property));
		boolean running = environment.containsProperty("local.server.port");
		if (!secure || !running || !environment.getProperty("server.ssl.enabled", Boolean.class, true)
				|| environment.containsProperty("ws.ssl.enabled")) {
			return List.of();
		}
		return List
			.of("'server.ssl' has no effect on the WebSocket server, and browsers connect from https:// pages to "
					+ "wss:// only. Set 'ws.ssl.bundle', or, if that is intended, 'ws.ssl.enabled' to false");
	}

}
