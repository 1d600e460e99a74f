/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.security.InvalidWsSecurityException;
import dev.wsboot.security.WsAuthenticationConverter;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.util.Assert;

/**
 * Builds a chain from the application's beans. Used at startup, by one thread.
 */
public final class SecurityBuilder implements WsSecurity, WsSecurity.AuthenticationMethods, WsSecurity.ExpirySettings {

	private final SecurityBeans beans;

	private final HandshakeRulesBuilder rules;

	private final List<WsAuthenticationConverter> converters = new ArrayList<>();

	private @Nullable AuthenticationManager manager;

	/** Whether a way to authenticate or the lack of one was named. */
	private boolean methodsNamed;

	private boolean rulesNamed;

	private TokenExpiry expiry = TokenExpiry.DEFAULT;

	/**
	 * Creates a builder.
	 * @param beans finds the application's beans
	 */
	public SecurityBuilder(SecurityBeans beans) {
		this.beans = beans;
		this.rules = new HandshakeRulesBuilder(beans.roleHierarchy());
	}

	@Override
	public WsSecurity authenticationManager(AuthenticationManager manager) {
		Assert.notNull(manager, "'manager' must not be null");
		this.manager = manager;
		return this;
	}

	@Override
	public WsSecurity authentication(Consumer<AuthenticationMethods> methods) {
		Assert.notNull(methods, "'methods' must not be null");
		this.methodsNamed = true;
		methods.accept(this);
		return this;
	}

	@Override
	public WsSecurity handshakes(Consumer<HandshakeRules> more) {
		Assert.notNull(more, "'more' must not be null");
		this.rulesNamed = true;
		more.accept(this.rules);
		return this;
	}

	@Override
	public WsSecurity expiry(Consumer<ExpirySettings> settings) {
		Assert.notNull(settings, "'settings' must not be null");
		settings.accept(this);
		return this;
	}

	@Override
	public ExpirySettings grace(Duration time) {
		Assert.notNull(time, "'time' must not be null");
		if (time.isNegative()) {
			throw new InvalidWsSecurityException("WsSecurity has a negative time in expiry", "Correct grace(...)");
		}
		this.expiry = new TokenExpiry(time, this.expiry.status());
		return this;
	}

	@Override
	public ExpirySettings status(CloseStatus status) {
		Assert.notNull(status, "'status' must not be null");
		if (!status.kind().isSendable()) {
			throw new InvalidWsSecurityException(
					"WsSecurity closes expired sessions with " + status.code() + ", which must not be sent",
					"Use a code such as 3000, or one from 4000 to 4999");
		}
		this.expiry = new TokenExpiry(this.expiry.grace(), status);
		return this;
	}

	@Override
	public AuthenticationMethods bearerHeader() {
		this.beans.requireResourceServer("bearerHeader()");
		return converter(BearerCredentials::ofHeader);
	}

	@Override
	public AuthenticationMethods bearerSubprotocol() {
		this.beans.requireResourceServer("bearerSubprotocol()");
		return converter(BearerCredentials::ofSubprotocol);
	}

	@Override
	public AuthenticationMethods queryToken(String parameter) {
		Assert.hasText(parameter, "'parameter' must not be empty");
		this.beans.requireResourceServer("queryToken(...)");
		return converter((handshake) -> BearerCredentials.ofQuery(handshake, parameter));
	}

	@Override
	public AuthenticationMethods ticket(String parameter) {
		Assert.hasText(parameter, "'parameter' must not be empty");
		IssuedTickets tickets = this.beans.tickets();
		return converter(this.beans.published("ticket",
				(handshake) -> tickets.redeem(handshake.request().queryParameters().get(parameter))));
	}

	@Override
	public AuthenticationMethods session(String cookie) {
		Assert.hasText(cookie, "'cookie' must not be empty");
		return ambient("session()", this.beans.httpSessions(cookie));
	}

	@Override
	public AuthenticationMethods clientCertificate() {
		return ambient("clientCertificate()",
				this.beans.published("certificate", new CertificateConverter(this.beans.userDetails())));
	}

	/**
	 * Adds credentials that browsers send without being asked, also for pages of others.
	 * Without an Origin, which the server has checked, they are ignored.
	 */
	private AuthenticationMethods ambient(String method, WsAuthenticationConverter converter) {
		this.beans.requireLimitedOrigins(method);
		return converter((handshake) -> (handshake.request().origin() != null) ? converter.convert(handshake) : null);
	}

	@Override
	public AuthenticationMethods converter(WsAuthenticationConverter converter) {
		Assert.notNull(converter, "'converter' must not be null");
		this.converters.add(converter);
		return this;
	}

	@Override
	public WsSecurityChain build() {
		if (!this.methodsNamed) {
			addDefaultMethods();
		}
		if (!this.rulesNamed) {
			this.rules.anyPath().authenticated();
		}
		// with all origins allowed, every page could act for a user who is logged in
		return new SecurityChain(this.converters, this.beans.check(this.manager),
				new HandshakeAuthorization(this.rules.build(), this.beans.authorizationEvents()), this.expiry,
				!this.beans.allowsAllOrigins());
	}

	private void addDefaultMethods() {
		if (SecurityBeans.hasResourceServer() && (this.manager != null || this.beans.checksTokens())) {
			bearerHeader();
		}
		if (this.beans.hasHttpSessions() && !this.beans.allowsAllOrigins()) {
			session();
		}
	}

}
