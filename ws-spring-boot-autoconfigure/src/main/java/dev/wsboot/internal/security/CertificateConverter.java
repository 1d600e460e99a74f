/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.security.WsAuthenticationConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Finds the user whose certificate the client has shown, which TLS has verified. Safe to
 * use from any thread.
 *
 * @param users knows the users by the common names of their certificates
 */
record CertificateConverter(UserDetailsService users) implements WsAuthenticationConverter {

	@Override
	public @Nullable Authentication convert(WsHandshake handshake) {
		if (!(handshake.request().principal() instanceof X500Principal subject)) {
			return null;
		}
		UserDetails user = this.users.loadUserByUsername(commonName(subject));
		new AccountStatusUserDetailsChecker().check(user);
		return UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
	}

	private static String commonName(X500Principal subject) {
		try {
			String found = null;
			for (Rdn part : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
				if (part.getType().equalsIgnoreCase("CN") && part.size() == 1) {
					if (found != null) {
						throw new BadCredentialsException("The certificate has several common names");
					}
					found = part.getValue().toString();
				}
			}
			if (found != null && !found.isBlank()) {
				return found;
			}
		}
		catch (InvalidNameException ex) {
			throw new BadCredentialsException("The certificate has an invalid subject", ex);
		}
		throw new BadCredentialsException("The certificate has no common name");
	}

}
