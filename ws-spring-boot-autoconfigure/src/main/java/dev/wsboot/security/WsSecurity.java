/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.security;

import java.time.Duration;
import java.util.function.Consumer;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.CloseStatus;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationManager;

/**
 * Builds a {@link WsSecurityChain}. A bean in the scope {@code prototype}: <pre class=
 * "code">
 * &#064;Bean
 * WsSecurityChain wsSecurityChain(WsSecurity security) {
 *     return security
 *         .authentication((by) -&gt; by.bearerHeader())
 *         .handshakes((paths) -&gt; paths
 *             .path("/public/**").permitAll()
 *             .path("/admin/**").hasRole("ADMIN")
 *             .anyPath().authenticated())
 *         .build();
 * }
 * </pre> Used at startup, by one thread.
 */
public interface WsSecurity {

	/**
	 * Sets the manager that checks credentials. By default, bearer tokens are checked by
	 * the {@code JwtDecoder} or {@code OpaqueTokenIntrospector} bean, and everything else
	 * by the {@link AuthenticationManager} bean.
	 * @param manager the manager
	 * @return this
	 */
	WsSecurity authenticationManager(AuthenticationManager manager);

	/**
	 * Adds ways to authenticate, which are tried in their order until one finds
	 * credentials. By default, there is {@link AuthenticationMethods#bearerHeader()}.
	 * @param methods adds ways to authenticate
	 * @return this
	 */
	WsSecurity authentication(Consumer<AuthenticationMethods> methods);

	/**
	 * Adds rules for paths, of which the first that matches a handshake decides. A
	 * handshake that no rule matches is rejected. By default, all paths need an
	 * authenticated client.
	 * @param rules adds rules
	 * @return this
	 */
	WsSecurity handshakes(Consumer<HandshakeRules> rules);

	/**
	 * Sets how a session ends whose client's token has expired. By default, the session
	 * is closed with 3000 when the token expires.
	 * @param settings changes the settings
	 * @return this
	 */
	WsSecurity expiry(Consumer<ExpirySettings> settings);

	/**
	 * Builds the chain.
	 * @return the chain
	 * @throws InvalidWsSecurityException if a way to authenticate needs a library or a
	 * bean that the application does not have
	 */
	WsSecurityChain build();

	/**
	 * The ways to authenticate.
	 */
	interface AuthenticationMethods {

		/**
		 * Accepts a bearer token in the header {@code Authorization} (RFC 6750 2.1).
		 * Browsers cannot set this header.
		 * @return this
		 */
		AuthenticationMethods bearerHeader();

		/**
		 * Accepts a bearer token among the subprotocols that the client offers, as
		 * {@code bearer.<token>}, for browsers: {@code new WebSocket(url, ["chat.v2",
		 * "bearer." + token])}. The server never chooses this subprotocol, so the client
		 * must offer one of the endpoint's as well. The token must consist of letters,
		 * digits and {@code -._~+}, as a JWT does.
		 * @return this
		 */
		AuthenticationMethods bearerSubprotocol();

		/**
		 * Accepts a bearer token in a parameter of the query. The query is part of the
		 * logs of many proxies, so prefer {@link #ticket()}.
		 * @param parameter the name of the parameter, such as {@code access_token}
		 * @return this
		 */
		AuthenticationMethods queryToken(String parameter);

		/**
		 * Accepts a one-time ticket of {@link WsTickets} in the parameter {@code ticket}
		 * of the query.
		 * @return this
		 */
		default AuthenticationMethods ticket() {
			return ticket("ticket");
		}

		/**
		 * Accepts a one-time ticket of {@link WsTickets} in a parameter of the query.
		 * @param parameter the name of the parameter
		 * @return this
		 */
		AuthenticationMethods ticket(String parameter);

		/**
		 * Accepts the login of the web application, by the cookie {@code SESSION} of
		 * Spring Session. Browsers send cookies to any server that a page of theirs
		 * connects to, so a request needs an {@code Origin} that is allowed.
		 * @return this
		 */
		default AuthenticationMethods session() {
			return session("SESSION");
		}

		/**
		 * Accepts the login of the web application, by a cookie of Spring Session, as
		 * {@link #session()} does.
		 * @param cookie the name of the cookie
		 * @return this
		 */
		AuthenticationMethods session(String cookie);

		/**
		 * Accepts the client's certificate ({@code ws.ssl.client-auth}), whose common
		 * name (CN) is a user of the {@code UserDetailsService} bean. Browsers send
		 * certificates by themselves, so a request needs an {@code Origin} that is
		 * allowed, also of a service.
		 * @return this
		 */
		AuthenticationMethods clientCertificate();

		/**
		 * Accepts the credentials that a converter of the application reads.
		 * @param converter the converter
		 * @return this
		 */
		AuthenticationMethods converter(WsAuthenticationConverter converter);

	}

	/**
	 * The end of sessions whose client's token has expired.
	 */
	interface ExpirySettings {

		/**
		 * Sets the time for a renewal after the token has expired.
		 * @param time the time, 0 by default
		 * @return this
		 */
		ExpirySettings grace(Duration time);

		/**
		 * Sets the status that the session is closed with.
		 * @param status a status whose code may be sent, 3000 by default
		 * @return this
		 */
		ExpirySettings status(CloseStatus status);

	}

	/**
	 * The rules for the paths of handshakes.
	 */
	interface HandshakeRules {

		/**
		 * Begins a rule for paths.
		 * @param patterns patterns such as {@code /admin/**} or {@code /rooms/{room}}
		 * @return the rule, to be completed
		 */
		HandshakeRule path(String... patterns);

		/**
		 * Begins the last rule, for all other paths.
		 * @return the rule, to be completed
		 */
		HandshakeRule anyPath();

	}

	/**
	 * The condition of a rule. Each method completes the rule.
	 */
	interface HandshakeRule {

		/**
		 * Accepts every client. A client with invalid credentials is rejected
		 * nevertheless.
		 * @return the rules, for the next one
		 */
		HandshakeRules permitAll();

		/**
		 * Rejects every client.
		 * @return the rules, for the next one
		 */
		HandshakeRules denyAll();

		/**
		 * Accepts authenticated clients.
		 * @return the rules, for the next one
		 */
		HandshakeRules authenticated();

		/**
		 * Accepts clients with a role.
		 * @param role the role without the prefix {@code ROLE_}
		 * @return the rules, for the next one
		 */
		default HandshakeRules hasRole(String role) {
			return hasAnyRole(role);
		}

		/**
		 * Accepts clients with one of several roles.
		 * @param roles the roles without the prefix {@code ROLE_}
		 * @return the rules, for the next one
		 */
		HandshakeRules hasAnyRole(String... roles);

		/**
		 * Accepts clients with an authority.
		 * @param authority the authority, such as {@code SCOPE_chat}
		 * @return the rules, for the next one
		 */
		default HandshakeRules hasAuthority(String authority) {
			return hasAnyAuthority(authority);
		}

		/**
		 * Accepts clients with one of several authorities.
		 * @param authorities the authorities, such as {@code SCOPE_chat}
		 * @return the rules, for the next one
		 */
		HandshakeRules hasAnyAuthority(String... authorities);

		/**
		 * Lets the application decide.
		 * @param manager decides about the client of a handshake; called on threads of
		 * handlers, so that the manager may block
		 * @return the rules, for the next one
		 */
		HandshakeRules access(AuthorizationManager<? super WsHandshake> manager);

	}

}
