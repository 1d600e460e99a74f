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
 * Asks Spring Security's method security, as for a call of a method, whether a client may
 * open a session of an endpoint whose class is annotated, such as with
 * {@code @PreAuthorize}. Touched only where Spring Security is on the class path. Safe to
 * use from any thread.
 */
final class EndpointAccess {

	private final Object target;

	/** A method that the annotation of the class holds for. */
	private final Method method;

	private final List<AuthorizationAdvisor> advisors;

	private EndpointAccess(Object target, Method method, List<AuthorizationAdvisor> advisors) {
		this.target = target;
		this.method = method;
		this.advisors = advisors;
	}

	/**
	 * Plans what is asked about the handshakes of an endpoint.
	 * @param bean the endpoint
	 * @param beanFactory has the advisors of method security
	 * @return the plan, or {@code null} if the class has no such annotation
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
		List<AuthorizationAdvisor> asked = advisors.stream()
			.filter((advisor) -> matches(advisor, method, bean.type()) && !isAskedLater(advisor))
			.toList();
		for (String present : MethodSecurityAnnotations.findAll(bean.type())) {
			if (asked.stream().noneMatch((advisor) -> asksFor(advisor, present))) {
				throw MethodSecurityAnnotations.notAsked(bean.location(), present);
			}
		}
		return new EndpointAccess(target(bean), method, asked);
	}

	private static void checkMethods(EndpointBean bean, List<AuthorizationAdvisor> advisors) {
		MethodIntrospector
			.selectMethods(bean.type(), (MethodIntrospector.MetadataLookup<String>) MethodSecurityAnnotations::find)
			.forEach((method, annotation) -> {
				for (String present : MethodSecurityAnnotations.findAll(method)) {
					if (advisors.stream()
						.noneMatch((advisor) -> matches(advisor, method, bean.type()) && asksFor(advisor, present))) {
						throw MethodSecurityAnnotations.notAsked(bean.location().method(method), present);
					}
				}
			});
	}

	/**
	 * Returns a method that the annotation of the class holds for. Spring Security looks
	 * for such an annotation on the class that declares the method, on its superclasses
	 * and interfaces, but not on subclasses.
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
		String methods = declared ? "have such annotations of their own" : "are those of a class without it";
		throw bean.location()
			.mistake(
					"is annotated with @" + ClassUtils.getShortName(annotation) + ", but all of its methods " + methods
							+ ", so that Spring Security never asks for it",
					"Add a method without such an annotation to the class, such as an @OnOpen method");
	}

	/** Whether an advisor is for annotations that are about arguments or results. */
	private static boolean isAskedLater(AuthorizationAdvisor advisor) {
		return AopUtils.canApply(advisor.getPointcut(), AskedLater.class);
	}

	private static boolean matches(AuthorizationAdvisor advisor, Method method, Class<?> type) {
		return AopUtils.canApply(advisor.getPointcut(), type)
				&& advisor.getPointcut().getMethodMatcher().matches(method, type);
	}

	/** Whether an advisor that matches a method with several annotations is for one. */
	private static boolean asksFor(AuthorizationAdvisor advisor, String annotation) {
		boolean preAuthorize = AopUtils.canApply(advisor.getPointcut(), AskedByPreAuthorize.class);
		boolean secured = AopUtils.canApply(advisor.getPointcut(), AskedBySecured.class);
		if (annotation.equals(PreAuthorize.class.getName())) {
			return preAuthorize;
		}
		return annotation.equals(Secured.class.getName()) ? secured : !preAuthorize && !secured;
	}

	/** Annotations are looked for on the class of the target. */
	private static Object target(EndpointBean bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean.bean());
		if (target == null && AopUtils.isJdkDynamicProxy(bean.bean())) {
			throw bean.location()
				.mistake(
						"is annotated for method security, but behind a proxy of its interfaces in its scope, "
								+ "where the annotation cannot be found",
						"Set proxyMode = ScopedProxyMode.TARGET_CLASS");
		}
		return (target != null) ? target : bean.bean();
	}

	/**
	 * Asks whether the client that is authenticated on this thread may connect.
	 * @throws Throwable {@link InsufficientAuthenticationException} without an identity,
	 * and {@link AccessDeniedException} with one
	 */
	void check() throws Throwable {
		try {
			for (AuthorizationAdvisor advisor : this.advisors) {
				Handshake handshake = new Handshake(this.target, this.method);
				advisor.invoke(handshake);
				if (!handshake.allowed) {
					// a handler of the denial has returned a value in place of the
					// method's
					throw new AccessDeniedException("Access Denied");
				}
			}
		}
		catch (AccessDeniedException ex) {
			Authentication client = SecurityContextHolder.getContext().getAuthentication();
			if (new AuthenticationTrustResolverImpl().isAuthenticated(client)) {
				throw ex;
			}
			throw new InsufficientAuthenticationException("The endpoint needs an identity", ex);
		}
	}

	/** Has only annotations that are asked once there is a call or a result. */
	@PreFilter("true")
	@PostFilter("true")
	@PostAuthorize("true")
	@AuthorizeReturnObject
	private static final class AskedLater {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** Has one of the annotations only. */
	@PreAuthorize("denyAll()")
	private static final class AskedByPreAuthorize {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** Has one of the annotations only. */
	@Secured("ROLE_NOBODY")
	private static final class AskedBySecured {

		@SuppressWarnings("unused")
		void method() {
		}

	}

	/** Stands for a call of a method, without arguments. */
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
