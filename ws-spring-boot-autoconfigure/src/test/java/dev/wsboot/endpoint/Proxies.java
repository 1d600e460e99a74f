/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.annotation.WsEndpoint;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Puts proxies around all endpoints, as {@code @Transactional} and other aspects do. They
 * note the methods that pass through them.
 */
final class Proxies {

	private Proxies() {
	}

	/** Proxies that are subclasses. */
	@Configuration(proxyBeanMethods = false)
	static class OfClasses {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		Calls calls() {
			return new Calls();
		}

	}

	/** Proxies that implement the interfaces only. */
	@Configuration(proxyBeanMethods = false)
	static class OfInterfaces {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxyCreator() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		Calls calls() {
			return new Calls();
		}

	}

	/** The advisor of all endpoints. */
	static final class Calls extends StaticMethodMatcherPointcutAdvisor {

		final transient List<String> methods = new ArrayList<>();

		Calls() {
			setAdvice((MethodInterceptor) (invocation) -> {
				this.methods.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return AnnotatedElementUtils.hasAnnotation(targetClass, WsEndpoint.class);
		}

	}

}
