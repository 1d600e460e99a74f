/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.security.WsAuthenticationConverter;
import dev.wsboot.security.WsSecurityChain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.util.Assert;

/**
 * The chain that {@link SecurityBuilder} builds. Immutable.
 */
final class SecurityChain implements WsSecurityChain {

	private static final Log logger = LogFactory.getLog(SecurityChain.class);

	private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("ws", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private final List<WsAuthenticationConverter> converters;

	private final CredentialCheck check;

	private final HandshakeAuthorization authorization;

	private final TokenExpiry expiry;

	/**
	 * Whether a client that the filters of the web server have authenticated is accepted,
	 * perhaps by a cookie.
	 */
	private final boolean takesLogins;

	SecurityChain(List<WsAuthenticationConverter> converters, CredentialCheck check,
			HandshakeAuthorization authorization, TokenExpiry expiry, boolean takesLogins) {
		this.converters = List.copyOf(converters);
		this.check = check;
		this.authorization = authorization;
		this.expiry = expiry;
		this.takesLogins = takesLogins;
	}

	@Override
	public HandshakeDecision.@Nullable Reject secure(WsHandshake handshake) {
		Authentication client;
		try {
			client = authenticate(handshake);
		}
		catch (AuthenticationServiceException ex) {
			// says nothing about the client
			throw ex;
		}
		catch (AuthenticationException ex) {
			if (logger.isDebugEnabled()) {
				// the message may quote the credentials
				logger.debug("Handshake for '" + handshake.endpoint() + "' has invalid credentials: "
						+ ex.getClass().getSimpleName());
			}
			return HandshakeDecision.reject(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		}
		if (client != null) {
			handshake.principal(client);
			Instant end = this.expiry.of(client);
			if (end != null && handshake.expiresAt() == null) {
				handshake.expiresAt(end);
			}
		}
		handshake.expiryStatus(this.expiry.status());
		Authentication asked = (client != null) ? client : ANONYMOUS;
		Supplier<Authentication> who = () -> asked;
		if (this.authorization.allows(who, handshake)) {
			return null;
		}
		return (client != null) ? HandshakeDecision.reject(403)
				: HandshakeDecision.reject(401).header("WWW-Authenticate", "Bearer");
	}

	@Override
	public boolean renew(WsSession session, Authentication client) {
		Assert.notNull(session, "'session' must not be null");
		Assert.notNull(client, "'client' must not be null");
		Assert.isTrue(client.isAuthenticated(), "'client' must be authenticated");
		return session.renew(client, this.expiry.of(client));
	}

	@Override
	public boolean renew(WsSession session, String token) {
		Assert.notNull(token, "'token' must not be null");
		if (!SecurityBeans.hasResourceServer()) {
			throw new UnsupportedOperationException("spring-security-oauth2-resource-server is not on the class path");
		}
		return renew(session, this.check.authenticate(BearerCredentials.ofText(token)));
	}

	/** Returns the client, or {@code null} without credentials. */
	private @Nullable Authentication authenticate(WsHandshake handshake) {
		for (WsAuthenticationConverter converter : this.converters) {
			Authentication credentials = converter.convert(handshake);
			if (credentials != null) {
				return credentials.isAuthenticated() ? credentials : this.check.authenticate(credentials);
			}
		}
		// mounted, filters of the web server have authenticated the client
		return (this.takesLogins && handshake.principal() instanceof Authentication present
				&& present.isAuthenticated()) ? present : null;
	}

	/**
	 * Checks credentials.
	 */
	@FunctionalInterface
	interface CredentialCheck {

		/** Nothing checks credentials. */
		CredentialCheck NONE = (credentials) -> {
			throw new BadCredentialsException("Nothing checks credentials");
		};

		/**
		 * Checks credentials.
		 * @param credentials the credentials
		 * @return the client, authenticated
		 * @throws AuthenticationException if the credentials are invalid
		 */
		Authentication authenticate(Authentication credentials);

	}

}
