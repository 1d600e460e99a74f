/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.security;

import java.time.Instant;

import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.internal.security.IssuedTickets;
import dev.wsboot.internal.security.MemoryTicketStore;
import dev.wsboot.internal.security.SecurityBeans;
import dev.wsboot.internal.security.SecurityBuilder;
import dev.wsboot.internal.security.SecurityInterceptor;
import dev.wsboot.internal.security.SecurityParameterFactory;
import dev.wsboot.internal.security.TokenRenewal;
import dev.wsboot.security.InvalidWsSecurityException;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import dev.wsboot.security.WsTicketStore;
import dev.wsboot.security.WsTickets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Auto-configuration of Spring Security for endpoints. An application with Spring Boot's
 * security and without a {@link WsSecurityChain} bean of its own gets a chain that lets
 * authenticated clients connect only.
 */
@AutoConfiguration(before = WsAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
		"org.springframework.boot.session.autoconfigure.SessionAutoConfiguration" })
@ConditionalOnClass(AuthorizationManager.class)
@ConditionalOnBooleanProperty(name = "ws.enabled", matchIfMissing = true)
public final class WsSecurityAutoConfiguration {

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	WsSecurity wsSecurityBuilder(ApplicationContext context) {
		return new SecurityBuilder(new SecurityBeans(context));
	}

	@Bean
	SecurityParameterFactory wsAuthenticationPrincipalParameters(ObjectProvider<SecurityContextHolderStrategy> own) {
		return SecurityParameterFactory.ofPrincipal(own.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	SecurityParameterFactory wsSecurityContextParameters(ObjectProvider<SecurityContextHolderStrategy> own) {
		return SecurityParameterFactory.ofContext(own.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	@ConditionalOnMissingBean
	WsTickets wsTickets(ObjectProvider<WsTicketStore> store) {
		return new IssuedTickets(store.getIfUnique(() -> new MemoryTicketStore(Instant::now)), Instant::now);
	}

	/**
	 * The beans that ask the chain about handshakes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "ws.security.enabled", matchIfMissing = true)
	static class Enabled {

		private static final Log logger = LogFactory.getLog(WsSecurityAutoConfiguration.class);

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnClass(name = "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration")
		WsSecurityChain wsSecurityChain(ApplicationContext context) {
			SecurityBeans beans = new SecurityBeans(context);
			logger.info("There is no WsSecurityChain bean, so all WebSocket paths need an authenticated client, "
					+ beans.describe()
					+ ". Declare a WsSecurityChain bean for other rules, or set 'ws.security.enabled' to false");
			return new SecurityBuilder(beans).build();
		}

		@Bean
		@ConditionalOnSingleCandidate(WsSecurityChain.class)
		@ConditionalOnClass(BearerTokenAuthenticationToken.class)
		TokenRenewal wsTokenRenewal(WsSecurityChain chain) {
			return new TokenRenewal(chain);
		}

		@Bean
		SecurityInterceptor wsSecurityInterceptor(ApplicationContext context, ObjectProvider<WsSecurityChain> chains) {
			WsSecurityChain chain = chains.getIfUnique();
			String[] names = context.getBeanNamesForType(WsSecurityChain.class);
			if (chain == null && names.length > 1) {
				throw new InvalidWsSecurityException(
						"There are several WsSecurityChain beans, '" + String.join("' and '", names)
								+ "', but one decides about all handshakes",
						"Keep one of them, and give it rules for all paths");
			}
			return new SecurityInterceptor(chain);
		}

	}

}
