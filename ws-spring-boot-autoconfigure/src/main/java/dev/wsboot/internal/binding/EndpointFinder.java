/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.Headers;
import dev.wsboot.internal.model.AdviceBean;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.EndpointOptions;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.scope.WebSocketScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.OrderComparator;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds endpoint beans and advice, and rejects handler methods of other beans. Used once,
 * at startup.
 */
final class EndpointFinder {

	private static final Log logger = LogFactory.getLog(EndpointFinder.class);

	/**
	 * The scopes with one bean for all sessions: "refresh" is from Spring Cloud,
	 * "application" from Spring's web support.
	 */
	private static final Set<String> SHARED_SCOPES = Set.of(ConfigurableBeanFactory.SCOPE_SINGLETON, "refresh",
			"application");

	private final ConfigurableListableBeanFactory beanFactory;

	EndpointFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	Found find() {
		List<EndpointBean> endpoints = new ArrayList<>();
		List<AdviceBean> advice = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : userClass(name);
			if (type == null) {
				continue;
			}
			WsEndpoint annotation = AnnotatedElementUtils.findMergedAnnotation(type, WsEndpoint.class);
			WsAdvice adviceAnnotation = AnnotatedElementUtils.findMergedAnnotation(type, WsAdvice.class);
			if (annotation != null && adviceAnnotation != null) {
				throw Location.bean(name, type)
					.mistake("is both an endpoint and advice",
							"Move the @OnError methods for all endpoints to a separate class");
			}
			if (annotation != null) {
				endpoints.add(endpoint(name, type, annotation));
			}
			else if (adviceAnnotation != null) {
				checkHandlesErrorsOnly(name, type);
				checkScope(Location.bean(name, type), ScopedProxyUtils.getTargetBeanName(name));
				advice.add(new AdviceBean(name, type, this.beanFactory.getBean(name), adviceAnnotation));
			}
			else {
				checkHasNoHandlers(name, type);
			}
		}
		advice.sort(OrderComparator.INSTANCE);
		return new Found(endpoints, advice);
	}

	/** Returns the class that the user wrote, without proxies. */
	private @Nullable Class<?> userClass(String name) {
		Class<?> type = determineTargetClass(name);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			Class<?> target = determineTargetClass(ScopedProxyUtils.getTargetBeanName(name));
			type = (target != null) ? target : type;
		}
		if (type != null && java.lang.reflect.Proxy.isProxyClass(type) && this.beanFactory.containsSingleton(name)) {
			type = AopUtils.getTargetClass(this.beanFactory.getBean(name));
		}
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private @Nullable Class<?> determineTargetClass(String name) {
		try {
			return AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		}
		catch (Throwable ex) {
			// an unresolvable type, probably from a lazy bean: not an endpoint then
			logger.debug("Could not resolve the class of bean '" + name + "'", ex);
			return null;
		}
	}

	private EndpointBean endpoint(String name, Class<?> type, WsEndpoint annotation) {
		Location location = Location.bean(name, type);
		if (!this.beanFactory.isSingleton(name)) {
			throw location.mistake("is not a singleton, but an endpoint serves all sessions of its path",
					"Remove the scope, or use @WsScope for one bean for each session");
		}
		checkScope(location, ScopedProxyUtils.getTargetBeanName(name));
		PathPattern pattern = pattern(location, annotation.path());
		for (String subprotocol : annotation.subprotocols()) {
			if (!Headers.isToken(subprotocol)) {
				throw location.mistake("has the subprotocol '" + subprotocol + "', which is not a token of RFC 9110",
						"Use letters, digits and !#$%&'*+-.^_`|~ only");
			}
		}
		return new EndpointBean(name, type, this.beanFactory.getBean(name), pattern,
				new EndpointOptions(location, annotation, this.beanFactory::resolveEmbeddedValue), annotation);
	}

	/**
	 * Checks the scope of a bean definition, since the proxy of a scoped bean is always a
	 * singleton.
	 */
	private void checkScope(Location location, String target) {
		String scope = this.beanFactory.containsBeanDefinition(target)
				? this.beanFactory.getMergedBeanDefinition(target).getScope() : null;
		if (StringUtils.hasLength(scope) && !SHARED_SCOPES.contains(scope) && !WebSocketScope.NAME.equals(scope)) {
			throw location.mistake(
					"is in the scope '" + scope + "', in which the calls of a session may use different beans",
					"Remove the scope, or use @WsScope for one bean for each session");
		}
	}

	private PathPattern pattern(Location location, String declared) {
		String path = this.beanFactory.resolveEmbeddedValue(declared);
		if (!StringUtils.hasText(path)) {
			throw location.mistake("has no path", "Add one, such as @WsEndpoint(\"/chat/{room}\")");
		}
		PathPatternParser parser = PathPatternParser.defaultInstance;
		try {
			return parser.parse(parser.initFullPathPattern(path));
		}
		catch (PatternParseException ex) {
			throw location.mistake("has the invalid path '" + path + "': " + ex.getMessage() + " (at position "
					+ ex.getPosition() + ")", "Correct the path of @WsEndpoint");
		}
	}

	private void checkHandlesErrorsOnly(String name, Class<?> type) {
		for (Method handler : handlers(name, type)) {
			for (HandlerKind kind : HandlerKind.of(handler)) {
				if (kind != HandlerKind.ERROR) {
					throw Location.bean(name, type)
						.method(handler)
						.mistake("is an " + kind + " method, but advice handles errors only",
								"Move it to an endpoint, or annotate the class with @WsEndpoint instead of @WsAdvice");
				}
			}
		}
		if (MethodIntrospector.selectMethods(type, ErrorPlanner::isErrorMethod).isEmpty()) {
			throw Location.bean(name, type)
				.mistake("is advice, but handles no errors", "Annotate its methods with @OnError, or remove @WsAdvice");
		}
	}

	private void checkHasNoHandlers(String name, Class<?> type) {
		for (Method handler : handlers(name, type)) {
			throw Location.bean(name, type)
				.method(handler)
				.mistake("handles WebSocket messages, but its bean is not an endpoint",
						"Annotate the class with @WsEndpoint, or remove the annotation from the method");
		}
	}

	private static List<Method> handlers(String name, Class<?> type) {
		List<Method> handlers = new ArrayList<>();
		if (!AnnotationUtils.isCandidateClass(type, OnMessage.class)
				|| type.getName().startsWith("org.springframework.")) {
			return handlers;
		}
		try {
			ReflectionUtils.doWithMethods(type, handlers::add, EndpointFinder::isHandler);
		}
		catch (IllegalStateException | LinkageError ex) {
			// an unresolvable type in a signature: not an endpoint then
			logger.debug("Could not read the methods of bean '" + name + "'", ex);
		}
		return handlers;
	}

	private static boolean isHandler(Method method) {
		return method.getAnnotations().length > 0 && (!HandlerKind.of(method).isEmpty()
				|| AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class));
	}

	/**
	 * The endpoints and advice of an application.
	 *
	 * @param endpoints the endpoints
	 * @param advice the advice, in order
	 */
	record Found(List<EndpointBean> endpoints, List<AdviceBean> advice) {
	}

}
