/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.internal.model.EndpointBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The checks of the handshakes of one endpoint. Immutable.
 *
 * @param interceptors the interceptors that support the endpoint, in order
 * @param access the check after the interceptors, or {@code null} if anybody may connect
 */
public record HandshakeRules(List<WsHandshakeInterceptor> interceptors, @Nullable EndpointAccess access) {

	private static final Log logger = LogFactory.getLog(HandshakeRules.class);

	private static final String METHOD_SECURITY = "org.springframework.security.authorization.method.AuthorizationAdvisor";

	/**
	 * Returns the rules of all endpoints by their paths.
	 * @param endpoints the endpoints
	 * @param beanFactory the bean factory with the interceptors
	 * @return the rules
	 */
	public static Map<String, HandshakeRules> of(List<Endpoint> endpoints,
			ConfigurableListableBeanFactory beanFactory) {
		List<WsHandshakeInterceptor> all = beanFactory.getBeanProvider(WsHandshakeInterceptor.class)
			.orderedStream()
			.toList();
		Map<String, HandshakeRules> rules = new HashMap<>();
		for (Endpoint endpoint : endpoints) {
			List<WsHandshakeInterceptor> interceptors = all.stream()
				.filter((interceptor) -> interceptor.supports(endpoint.path()))
				.toList();
			rules.put(endpoint.path(), new HandshakeRules(interceptors, access(endpoint.bean(), beanFactory)));
		}
		return rules;
	}

	private static @Nullable EndpointAccess access(EndpointBean bean, ConfigurableListableBeanFactory beanFactory) {
		if (ClassUtils.isPresent(METHOD_SECURITY, beanFactory.getBeanClassLoader())) {
			return EndpointAccess.of(bean, beanFactory);
		}
		String annotation = MethodSecurityAnnotations.find(bean.type());
		if (annotation != null) {
			logger.warn("The @" + ClassUtils.getShortName(annotation) + " of " + bean.location()
					+ " has no effect, since Spring Security is not on the class path");
		}
		return null;
	}

	/** Returns true if there are no checks, which may block. */
	boolean isEmpty() {
		return this.interceptors.isEmpty() && this.access == null;
	}

}
