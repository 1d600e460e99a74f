/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted;

import dev.wsboot.endpoint.WsEndpoints;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Maps requests for the paths of endpoints to the handler of handshakes. Controllers on
 * the same paths keep their other requests: requests for an upgrade come here before
 * controllers are looked for, and any others only if there is no controller. Safe to use
 * from any thread.
 */
public final class MountedHandlerMapping extends AbstractHandlerMapping {

	/** The order of requests that no controller has taken, before static resources. */
	private static final int AFTER_CONTROLLERS = 1;

	private final WsEndpoints endpoints;

	private final HttpRequestHandler handler;

	/** True if requests for an upgrade are mapped, or all others. */
	private final boolean upgrades;

	private MountedHandlerMapping(WsEndpoints endpoints, HttpRequestHandler handler, boolean upgrades) {
		this.endpoints = endpoints;
		this.handler = handler;
		this.upgrades = upgrades;
		setOrder(upgrades ? Ordered.HIGHEST_PRECEDENCE : AFTER_CONTROLLERS);
	}

	/**
	 * Creates the mapping of requests for an upgrade.
	 * @param endpoints the endpoints
	 * @param handler handles handshakes
	 * @return the mapping
	 */
	public static MountedHandlerMapping ofUpgrades(WsEndpoints endpoints, HttpRequestHandler handler) {
		return new MountedHandlerMapping(endpoints, handler, true);
	}

	/**
	 * Creates the mapping of other requests, which are answered with an explanation.
	 * @param endpoints the endpoints
	 * @param handler handles handshakes
	 * @return the mapping
	 */
	public static MountedHandlerMapping ofOthers(WsEndpoints endpoints, HttpRequestHandler handler) {
		return new MountedHandlerMapping(endpoints, handler, false);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		if (isUpgrade(request) != this.upgrades) {
			return null;
		}
		initLookupPath(request);
		String endpoint = this.endpoints.pathServing(MountedRequests.path(request));
		if (endpoint == null) {
			return null;
		}
		request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, endpoint);
		return this.handler;
	}

	/** Returns true if a client, or the proxy before it, has asked for a WebSocket. */
	private static boolean isUpgrade(HttpServletRequest request) {
		// a proxy may have removed Upgrade, which is to be explained
		return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
				|| request.getHeader("Sec-WebSocket-Key") != null;
	}

}
