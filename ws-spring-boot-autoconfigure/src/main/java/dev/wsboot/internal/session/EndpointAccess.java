/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.List;

import dev.wsboot.internal.model.EndpointBean;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.prepost.PreFilter;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.authorization.method.AuthorizeReturnObject;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The check whether a client may open a session of an endpoint whose class has an
 * annotation of Spring Security's method security, such as {@code @PreAuthorize}. The
 * opening is treated like a call of a method. Loaded only if Spring Security is on the
 * class path. Safe to use from any thread.
 */
final class EndpointAccess {

	private final Object target;

	/** A method to which the annotation of the class applies. */
	private final Method method;

	private final List<AuthorizationAdvisor> advisors;

	private EndpointAccess(Object target, Method method, List<AuthorizationAdvisor> advisors) {
		this.target = target;
		this.method = method;
		this.advisors = advisors;
	}

	/**
	 * Plans the check of the handshakes of an endpoint.
	 * @param bean the endpoint
	 * @param beanFactory the bean factory with the advisors of method security
	 * @return the check, or {@code null} if the class has no such annotation
	 */
	static @Nullable EndpointAccess of(EndpointBean bean, ConfigurableListableBeanFactory beanFactory) {
		List<AuthorizationAdvisor> advisors = beanFactory.getBeanProvider(AuthorizationAdvisor.class)
			.orderedStream()
			.toList();
		checkMethods(bean, advisors);
		String annotation = MethodSecurityAnnotations.find(bean.type());
		if (annotation == null) {
			return null;
		}
		Method method = method(bean, annotation);
		List<AuthorizationAdvisor> effective = advisors.stream()
			.filter((advisor) -> matches(advisor, method, bean.type()) && !isCheckedLater(advisor))
			.toList();
		for (String present : MethodSecurityAnnotations.findAll(bean.type())) {
			if (effective.stream().noneMatch((advisor) -> checks(advisor, present))) {
				throw MethodSecurityAnnotations.notChecked(bean.location(), present);
			}
		}
		return new EndpointAccess(target(bean), method, effective);
	}

	private static void checkMethods(EndpointBean bean, List<AuthorizationAdvisor> advisors) {
		MethodIntrospector
			.selectMethods(bean.type(), (MethodIntrospector.MetadataLookup<String>) MethodSecurityAnnotations::find)
			.forEach((method, annotation) -> {
				for (String present : MethodSecurityAnnotations.findAll(method)) {
					if (advisors.stream()
						.noneMatch((advisor) -> matches(advisor, method, bean.type()) && checks(advisor, present))) {
						throw MethodSecurityAnnotations.notChecked(bean.location().method(method), present);
					}
				}
			});
	}

	/**
	 * Returns a method to which the annotation of the class applies. Spring Security
	 * looks for the annotation on the class that declares the method, on the superclasses
	 * and interfaces of that class, but not on subclasses.
	 */
	private static Method method(EndpointBean bean, String annotation) {
		boolean declared = false;
		for (Class<?> type = bean.type(); type != null
				&& MethodSecurityAnnotations.find(type) != null; type = type.getSuperclass()) {
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (!method.isSynthetic() && MethodSecurityAnnotations.find(method) == null) {
					return method;
				}
				declared |= !method.isSynthetic();
			}
		}
		String methods = declared ? "have such annotations themselves" : "are inherited from a class without it";
		throw bean.location()
			.mistake(
					"is annotated with @" + ClassUtils.getShortName(annotation) + ", but all of its methods " + methods
							+ ", so Spring Security never checks it",
					"Add a method without such an annotation to the class, such as an @OnOpen method");
	}

	/** Returns true if an advisor handles annotations about arguments or results. */
	private static boolean isCheckedLater(AuthorizationAdvisor advisor) {
		return AopUtils.canApply(advisor.getPointcut(), CheckedLater.class);
	}

	private static boolean matches(AuthorizationAdvisor advisor, Method method, Class<?> type) {
		return AopUtils.canApply(advisor.getPointcut(), type)
				&& advisor.getPointcut().getMethodMatcher().matches(method, type);
	}

	/** Returns true if an advisor handles one of the annotations of a method. */
	private static boolean checks(AuthorizationAdvisor advisor, String annotation) {
		boolean preAuthorize = AopUtils.canApply(advisor.getPointcut(), CheckedByPreAuthorize.class);
		boolean secured = AopUtils.canApply(advisor.getPointcut(), CheckedBySecured.class);
		if (annotation.equals(PreAuthorize.class.getName())) {
			return preAuthorize;
		}
		return annotation.equals(Secured.class.getName()) ? secured : !preAuthorize && !secured;
	}

	/** Returns the object on whose class Spring Security looks for annotations. */
	private static Object target(EndpointBean bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean.bean());
		if (target == null && AopUtils.isJdkDynamicProxy(bean.bean())) {
			throw bean.location()
				.mistake("is annotated for method security, but its scope has a proxy of its interfaces, "
						+ "so the annotation cannot be found", "Set proxyMode = ScopedProxyMode.TARGET_CLASS");
		}
		return (target != null) ? target : bean.bean();
	}

	/**
	 * Checks whether the client that is authenticated on this thread may connect.
	 * @throws Throwable {@link InsufficientAuthenticationException} without an identity,
	 * and {@link AccessDeniedException} with one
	 */
	void check() throws Throwable {
		try {
			for (AuthorizationAdvisor advisor : this.advisors) {
				Handshake handshake = new Handshake(this.target, this.method);
				advisor.invoke(handshake);
				if (!handshake.allowed) {
					// a handler of the denial has returned a value instead of the method
					throw new AccessDeniedException("Access Denied");
				}
			}
		}
		catch (AccessDeniedException ex) {
			Authentication client = SecurityContextHolder.getContext().getAuthentication();
			if (new AuthenticationTrustResolverImpl().isAuthenticated(client)) {
				throw ex;
			}
			throw new InsufficientAuthenticationException("The endpoint requires authentication", ex);
		}
	}

	/** A class with the annotations that are checked on arguments or results. */
	@PreFilter("true")
	@PostFilter("true")
	@PostAuthorize("true")
	@AuthorizeReturnObject
	private static final class CheckedLater {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** A class with {@code @PreAuthorize} only. */
	@PreAuthorize("denyAll()")
	private static final class CheckedByPreAuthorize {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** A class with {@code @Secured} only. */
	@Secured("ROLE_NOBODY")
	private static final class CheckedBySecured {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** The handshake in the form of a method call without arguments. */
	private static final class Handshake implements MethodInvocation {

		private final Object target;

		private final Method method;

		boolean allowed;

		Handshake(Object target, Method method) {
			this.target = target;
			this.method = method;
		}

		@Override
		public Method getMethod() {
			return this.method;
		}

		@Override
		public @Nullable Object[] getArguments() {
			return new Object[0];
		}

		@Override
		public @Nullable Object proceed() {
			this.allowed = true;
			return null;
		}

		@Override
		public Object getThis() {
			return this.target;
		}

		@Override
		public AccessibleObject getStaticPart() {
			return this.method;
		}

		@Override
		public String toString() {
			return "handshake for " + AopUtils.getTargetClass(this.target).getName();
		}

	}

}
