/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.util.List;
import java.util.function.Supplier;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.internal.model.RequestPath;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Decides by the path of a handshake whether a client may connect, and publishes the
 * decision. Immutable.
 *
 * @param rules the rules, the first of which that matches decides
 * @param events publishes decisions
 */
record HandshakeAuthorization(List<Rule> rules, AuthorizationEventPublisher events) {

	private static final AuthorizationResult NO_RULE = new AuthorizationDecision(false);

	HandshakeAuthorization {
		rules = List.copyOf(rules);
	}

	boolean allows(Supplier<Authentication> client, WsHandshake handshake) {
		AuthorizationResult result = decide(client, handshake);
		this.events.publishAuthorizationEvent(client, handshake, result);
		return result.isGranted();
	}

	private AuthorizationResult decide(Supplier<Authentication> client, WsHandshake handshake) {
		PathContainer path = RequestPath.parse(handshake.request().rawPath());
		for (Rule rule : this.rules) {
			if (rule.matches(path)) {
				AuthorizationResult result = rule.manager().authorize(client, handshake);
				return (result != null) ? result : NO_RULE;
			}
		}
		return NO_RULE;
	}

	/**
	 * A rule for some paths.
	 *
	 * @param pattern matches the paths, or {@code null} for all paths
	 * @param manager decides
	 */
	record Rule(@Nullable PathPattern pattern, AuthorizationManager<? super WsHandshake> manager) {

		boolean matches(PathContainer path) {
			return this.pattern == null || this.pattern.matches(path);
		}

	}

}
