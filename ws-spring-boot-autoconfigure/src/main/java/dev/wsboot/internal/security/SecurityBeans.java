/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.wsboot.security.InvalidWsSecurityException;
import dev.wsboot.security.WsAuthenticationConverter;
import dev.wsboot.security.WsTickets;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.session.SessionRepository;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans of the application with which clients are authenticated. Used at
 * startup.
 */
public final class SecurityBeans {

	private static final ClassLoader LOADER = Objects.requireNonNull(SecurityBeans.class.getClassLoader());

	private static final boolean RESOURCE_SERVER = ClassUtils.isPresent(
			"org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken",
			LOADER);

	private static final boolean JOSE = ClassUtils.isPresent("org.springframework.security.oauth2.jwt.JwtDecoder",
			LOADER);

	private static final boolean SPRING_SESSION = ClassUtils.isPresent("org.springframework.session.SessionRepository",
			LOADER);

	private final ApplicationContext context;

	/**
	 * Creates the finder of an application's beans.
	 * @param context the context of the application
	 */
	public SecurityBeans(ApplicationContext context) {
		this.context = context;
	}

	static boolean hasResourceServer() {
		return RESOURCE_SERVER;
	}

	void requireResourceServer(String method) {
		if (!RESOURCE_SERVER) {
			throw new InvalidWsSecurityException(
					"WsSecurity has " + method
							+ ", but spring-security-oauth2-resource-server is not on the class path",
					"Add org.springframework.boot:spring-boot-starter-security-oauth2-resource-server");
		}
	}

	@Nullable RoleHierarchy roleHierarchy() {
		return this.context.getBeanProvider(RoleHierarchy.class).getIfUnique();
	}

	AuthorizationEventPublisher authorizationEvents() {
		return this.context.getBeanProvider(AuthorizationEventPublisher.class)
			.getIfUnique(() -> new SpringAuthorizationEventPublisher(this.context));
	}

	private AuthenticationEventPublisher authenticationEvents() {
		return this.context.getBeanProvider(AuthenticationEventPublisher.class)
			.getIfUnique(() -> new DefaultAuthenticationEventPublisher(this.context));
	}

	/**
	 * Returns the tickets.
	 * @throws InvalidWsSecurityException if the application has tickets of its own
	 */
	IssuedTickets tickets() {
		WsTickets tickets = this.context.getBeanProvider(WsTickets.class).getIfUnique();
		if (tickets instanceof IssuedTickets issued) {
			return issued;
		}
		throw new InvalidWsSecurityException(
				"WsSecurity has ticket(), but the WsTickets bean is not that of the starter",
				"Remove the WsTickets bean, and replace the store of tickets by a WsTicketStore bean");
	}

	UserDetailsService userDetails() {
		UserDetailsService users = unique(UserDetailsService.class, "converter(...)");
		if (users == null) {
			throw new InvalidWsSecurityException(
					"WsSecurity has clientCertificate(), but there is no UserDetailsService bean, which knows the users",
					"Declare a UserDetailsService bean, or call WsSecurity.converter(...)");
		}
		return users;
	}

	/** Whether logins of the web application can be found. */
	boolean hasHttpSessions() {
		return isMounted() || (SPRING_SESSION && SpringSession.isPresent(this));
	}

	WsAuthenticationConverter httpSessions(String cookie) {
		if (!hasHttpSessions()) {
			throw new InvalidWsSecurityException(
					"WsSecurity has session(), but there is no SessionRepository bean of Spring Session",
					"Add Spring Session, such as spring-boot-starter-session-data-redis, or set 'ws.mode' to mounted");
		}
		WsAuthenticationConverter repository = (SPRING_SESSION && SpringSession.isPresent(this))
				? SpringSession.converter(this, cookie) : (handshake) -> null;
		return (handshake) -> {
			// named by the web server, behind whose filters the endpoints are
			if (handshake.request().principal() instanceof Authentication login && login.isAuthenticated()) {
				return login;
			}
			return repository.convert(handshake);
		};
	}

	private boolean isMounted() {
		return "mounted".equalsIgnoreCase(this.context.getEnvironment().getProperty("ws.mode"));
	}

	boolean allowsAllOrigins() {
		return Binder.get(this.context.getEnvironment())
			.bind("ws.allowed-origins", Bindable.listOf(String.class))
			.orElse(List.of())
			.contains("*");
	}

	/** Fails if pages of others may use what browsers send without being asked. */
	void requireLimitedOrigins(String method) {
		if (allowsAllOrigins()) {
			throw new InvalidWsSecurityException(
					"WsSecurity has " + method
							+ ", but 'ws.allowed-origins' has '*', so that every page could act for a user",
					"Name the origins of your pages in 'ws.allowed-origins'");
		}
	}

	/** Whether a bean of the application checks bearer tokens, as far as is known. */
	boolean checksTokens() {
		return RESOURCE_SERVER && !names().isEmpty();
	}

	private List<String> names() {
		List<String> names = new ArrayList<>();
		if (RESOURCE_SERVER && JOSE) {
			names.addAll(Arrays.asList(this.context.getBeanNamesForType(JwtDecoder.class)));
		}
		if (RESOURCE_SERVER) {
			names.addAll(Arrays.asList(this.context.getBeanNamesForType(OpaqueTokenIntrospector.class)));
		}
		names.addAll(Arrays.asList(this.context.getBeanNamesForType(AuthenticationManager.class)));
		return names;
	}

	/**
	 * Describes the ways to authenticate of an application without a chain of its own.
	 * @return a text for the log
	 */
	public String describe() {
		List<String> ways = new ArrayList<>();
		if (checksTokens()) {
			ways.add("by bearer tokens, which are checked by '" + String.join("' and '", names()) + "'");
		}
		if (hasHttpSessions() && !allowsAllOrigins()) {
			ways.add("by the login of the web application");
		}
		return ways.isEmpty() ? "though nothing checks credentials, so that every handshake gets 401"
				: String.join(" or ", ways);
	}

	/**
	 * Returns the check of credentials.
	 * @param own the manager that the application has named, or {@code null}
	 * @return the check, which publishes its outcome
	 */
	SecurityChain.CredentialCheck check(@Nullable AuthenticationManager own) {
		if (own != null) {
			return published(own, false);
		}
		AuthenticationManager bean = unique(AuthenticationManager.class, "authenticationManager(...)");
		List<AuthenticationProvider> providers = new ArrayList<>();
		if (RESOURCE_SERVER) {
			Tokens.addTo(providers, this);
		}
		if (!providers.isEmpty()) {
			return published(new ProviderManager(providers, bean), true);
		}
		return (bean != null) ? published(bean, false) : SecurityChain.CredentialCheck.NONE;
	}

	/** A manager of the application publishes events itself. */
	private SecurityChain.CredentialCheck published(AuthenticationManager manager, boolean publish) {
		if (!publish) {
			return (credentials) -> authenticated(manager.authenticate(credentials));
		}
		AuthenticationEventPublisher events = authenticationEvents();
		return (credentials) -> {
			try {
				Authentication client = authenticated(manager.authenticate(credentials));
				events.publishAuthenticationSuccess(client);
				return client;
			}
			catch (AuthenticationException ex) {
				events.publishAuthenticationFailure(ex, credentials);
				throw ex;
			}
		};
	}

	/** Publishes the outcome of credentials that no manager checks. */
	WsAuthenticationConverter published(String kind, WsAuthenticationConverter converter) {
		AuthenticationEventPublisher events = authenticationEvents();
		return (handshake) -> {
			try {
				Authentication client = converter.convert(handshake);
				if (client != null) {
					events.publishAuthenticationSuccess(client);
				}
				return client;
			}
			catch (AuthenticationException ex) {
				events.publishAuthenticationFailure(ex,
						UsernamePasswordAuthenticationToken.unauthenticated(kind, null));
				throw ex;
			}
		};
	}

	private static Authentication authenticated(@Nullable Authentication client) {
		if (client == null || !client.isAuthenticated()) {
			throw new AuthenticationServiceException("The AuthenticationManager has authenticated nobody");
		}
		return client;
	}

	private <T> @Nullable T unique(Class<T> type, String cure) {
		ObjectProvider<T> beans = this.context.getBeanProvider(type);
		T bean = beans.getIfUnique();
		if (bean == null && beans.stream().findAny().isPresent()) {
			throw new InvalidWsSecurityException(
					"There are several beans of the type " + type.getSimpleName() + ", '"
							+ String.join("' and '", this.context.getBeanNamesForType(type))
							+ "', and WsSecurity does not know which of them is meant",
					"Annotate one of them with @Primary, or call WsSecurity." + cure);
		}
		return bean;
	}

	/** Touched only where Spring Session is on the class path. */
	private static final class SpringSession {

		static boolean isPresent(SecurityBeans beans) {
			return beans.context.getBeanNamesForType(SessionRepository.class).length > 0;
		}

		static WsAuthenticationConverter converter(SecurityBeans beans, String cookie) {
			SessionRepository<?> repository = beans.context.getBean(SessionRepository.class);
			return new HttpSessionConverter(repository, cookie);
		}

	}

	/** Touched only where Spring Security's resource server is on the class path. */
	private static final class Tokens {

		static void addTo(List<AuthenticationProvider> providers, SecurityBeans beans) {
			if (JOSE) {
				Jwts.addTo(providers, beans);
			}
			OpaqueTokenIntrospector introspector = beans.unique(OpaqueTokenIntrospector.class,
					"authenticationManager(...)");
			if (introspector != null) {
				OpaqueTokenAuthenticationProvider provider = new OpaqueTokenAuthenticationProvider(introspector);
				beans.context.getBeanProvider(OpaqueTokenAuthenticationConverter.class)
					.ifUnique(provider::setAuthenticationConverter);
				providers.add(provider);
			}
		}

	}

	/** Touched only where Spring Security's support for JWT is on the class path. */
	private static final class Jwts {

		static void addTo(List<AuthenticationProvider> providers, SecurityBeans beans) {
			JwtDecoder decoder = beans.unique(JwtDecoder.class, "authenticationManager(...)");
			if (decoder != null) {
				JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
				beans.context.getBeanProvider(JwtAuthenticationConverter.class)
					.ifUnique(provider::setJwtAuthenticationConverter);
				providers.add(provider);
			}
		}

	}

}
