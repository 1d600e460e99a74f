/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.security.InvalidWsSecurityException;
import dev.wsboot.security.WsSecurity.HandshakeRule;
import dev.wsboot.security.WsSecurity.HandshakeRules;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Collects the rules for the paths of handshakes. Used at startup, by one thread.
 */
final class HandshakeRulesBuilder implements HandshakeRules {

	private static final String ANY = "anyPath()";

	private final @Nullable RoleHierarchy roles;

	private final List<HandshakeAuthorization.Rule> rules = new ArrayList<>();

	/** Describes the rule without a condition, or {@code null} if there is none. */
	private @Nullable String incomplete;

	/** Whether there is a rule for all other paths. */
	private boolean complete;

	HandshakeRulesBuilder(@Nullable RoleHierarchy roles) {
		this.roles = roles;
	}

	@Override
	public HandshakeRule path(String... patterns) {
		Assert.notEmpty(patterns, "'patterns' must not be empty");
		List<@Nullable PathPattern> parsed = new ArrayList<>();
		for (String pattern : patterns) {
			parsed.add(parse(pattern));
		}
		return begin("path(" + String.join(", ", patterns) + ")", parsed);
	}

	private static PathPattern parse(String pattern) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		try {
			return parser.parse(parser.initFullPathPattern(pattern));
		}
		catch (PatternParseException ex) {
			throw new InvalidWsSecurityException("WsSecurity has the invalid path '" + pattern + "': " + ex.getMessage()
					+ " (at position " + ex.getPosition() + ")", "Correct the path in WsSecurity.handshakes");
		}
	}

	@Override
	public HandshakeRule anyPath() {
		List<@Nullable PathPattern> all = new ArrayList<>();
		all.add(null);
		HandshakeRule rule = begin(ANY, all);
		this.complete = true;
		return rule;
	}

	private HandshakeRule begin(String description, List<@Nullable PathPattern> patterns) {
		checkComplete();
		if (this.complete) {
			throw new InvalidWsSecurityException(
					"WsSecurity has the rule " + description + " after anyPath(), which decides about all paths",
					"Move anyPath() to the end");
		}
		this.incomplete = description;
		return new Condition(patterns);
	}

	private void checkComplete() {
		if (this.incomplete != null) {
			throw new InvalidWsSecurityException("WsSecurity has the rule " + this.incomplete + " without a condition",
					"Complete the rule with a method such as authenticated() or denyAll()");
		}
	}

	List<HandshakeAuthorization.Rule> build() {
		checkComplete();
		return this.rules;
	}

	/** The rule without a condition. */
	private final class Condition implements HandshakeRule {

		private final List<@Nullable PathPattern> patterns;

		Condition(List<@Nullable PathPattern> patterns) {
			this.patterns = patterns;
		}

		@Override
		public HandshakeRules permitAll() {
			return access(SingleResultAuthorizationManager.permitAll());
		}

		@Override
		public HandshakeRules denyAll() {
			return access(SingleResultAuthorizationManager.denyAll());
		}

		@Override
		public HandshakeRules authenticated() {
			return access(AuthenticatedAuthorizationManager.authenticated());
		}

		@Override
		public HandshakeRules hasAnyRole(String... roles) {
			return access(withHierarchy(AuthorityAuthorizationManager.hasAnyRole(roles)));
		}

		@Override
		public HandshakeRules hasAnyAuthority(String... authorities) {
			return access(withHierarchy(AuthorityAuthorizationManager.hasAnyAuthority(authorities)));
		}

		private AuthorizationManager<WsHandshake> withHierarchy(AuthorityAuthorizationManager<WsHandshake> manager) {
			RoleHierarchy hierarchy = HandshakeRulesBuilder.this.roles;
			if (hierarchy != null) {
				manager.setRoleHierarchy(hierarchy);
			}
			return manager;
		}

		@Override
		public HandshakeRules access(AuthorizationManager<? super WsHandshake> manager) {
			Assert.notNull(manager, "'manager' must not be null");
			HandshakeRulesBuilder builder = HandshakeRulesBuilder.this;
			this.patterns.forEach((pattern) -> builder.rules.add(new HandshakeAuthorization.Rule(pattern, manager)));
			builder.incomplete = null;
			return builder;
		}

	}

}
