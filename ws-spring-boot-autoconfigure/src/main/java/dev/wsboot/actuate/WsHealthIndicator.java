/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.util.Assert;

/**
 * The health of the WebSocket server: UP while the server accepts connections,
 * OUT_OF_SERVICE while it drains or does not run, DOWN if an event loop has failed and
 * cannot be replaced. Also UP without endpoints, where no server is needed. The details
 * are the port, the scheme, the number of connections in total and for each endpoint, and
 * the memory for compression contexts if sessions may keep them.
 */
public final class WsHealthIndicator extends AbstractHealthIndicator {

	private final WsServerLifecycle lifecycle;

	private final WsEndpoints endpoints;

	/**
	 * Creates an indicator.
	 * @param lifecycle starts and stops the server
	 * @param endpoints the endpoints of the server
	 */
	public WsHealthIndicator(WsServerLifecycle lifecycle, WsEndpoints endpoints) {
		super("WebSocket health check failed");
		Assert.notNull(lifecycle, "'lifecycle' must not be null");
		Assert.notNull(endpoints, "'endpoints' must not be null");
		this.lifecycle = lifecycle;
		this.endpoints = endpoints;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		WsServer server = this.lifecycle.server();
		if (server == null) {
			describeStopped(builder);
			return;
		}
		switch (server.state()) {
			case RUNNING -> builder.up();
			case DRAINING, STOPPED -> builder.outOfService();
			case FAILED -> builder.down();
		}
		WsSessions sessions = server.sessions();
		Map<String, Integer> byEndpoint = new LinkedHashMap<>();
		this.endpoints.paths().forEach((path) -> byEndpoint.put(path, sessions.count(path)));
		builder.withDetail("port", server.port())
			.withDetail("scheme", scheme(server))
			.withDetail("connections", sessions.count())
			.withDetail("endpoints", byEndpoint);
		if (server.replacedEventLoops() > 0) {
			builder.withDetail("replacedEventLoops", server.replacedEventLoops());
		}
		CompressionOptions compression = server.options().compression();
		if (compression.contextTakeover() != ContextTakeover.NONE) {
			builder.withDetail("compression", describe(compression, server.counters()));
		}
	}

	private static String scheme(WsServer server) {
		if (server.isMounted()) {
			// the web server knows whether there is TLS
			return "mounted";
		}
		return server.isSecure() ? "wss" : "ws";
	}

	/**
	 * Describes a stopped server, which is healthy if there are no endpoints to serve.
	 */
	private void describeStopped(Health.Builder builder) {
		if (this.endpoints.paths().isEmpty()) {
			builder.up().withDetail("endpoints", Map.of());
		}
		else {
			builder.outOfService();
		}
	}

	/**
	 * Returns the memory for compression contexts. An exhausted limit is healthy, since
	 * new sessions are compressed without takeover.
	 */
	private static Map<String, Object> describe(CompressionOptions compression, WsCounters counters) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("contextMemory", counters.contextMemory());
		details.put("maxContextMemory", compression.maxMemory());
		details.put("sessionsWithoutTakeover", counters.contextsRefused());
		return details;
	}

}
