/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.annotation.OnError;
import dev.wsboot.internal.argument.ParameterPlanner;
import dev.wsboot.internal.invocation.ErrorHandlers;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.InvocableMethod;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.AdviceBean;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.reply.ReplyPlanner;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Plans the {@link OnError} methods of one endpoint and of its advice. Used once, at
 * startup.
 */
final class ErrorPlanner {

	private final EndpointBean endpoint;

	private final EndpointContext context;

	private final ParameterPlanner parameters;

	private final ReplyPlanner replies;

	private final Map<Class<?>, InvocableMethod> own = new LinkedHashMap<>();

	ErrorPlanner(EndpointBean endpoint, EndpointContext context, ParameterPlanner parameters, ReplyPlanner replies) {
		this.replies = replies;
		this.endpoint = endpoint;
		this.context = context;
		this.parameters = parameters;
	}

	/**
	 * Plans an {@link OnError} method of the endpoint.
	 * @param method the method
	 */
	void plan(Method method) {
		plan(this.endpoint.location(), this.endpoint.bean(), method, this.own);
	}

	/**
	 * Plans the methods of the advice, and returns the methods of both.
	 * @param others the other methods of the endpoint
	 * @return the methods by the errors that they handle
	 */
	ErrorHandlers plan(Collection<? extends EventHandler> others) {
		List<Map<Class<?>, InvocableMethod>> beans = new ArrayList<>();
		checkDoNotBlock(this.endpoint.location(), this.own, others, "remove @NonBlocking there");
		beans.add(this.own);
		for (AdviceBean advice : this.context.advice()) {
			if (advice.isFor(this.endpoint)) {
				Map<Class<?>, InvocableMethod> methods = new LinkedHashMap<>();
				MethodIntrospector.selectMethods(advice.type(), ErrorPlanner::isErrorMethod)
					.forEach((method) -> plan(advice.location(), advice.bean(), method, methods));
				checkDoNotBlock(advice.location(), methods, others,
						"restrict the advice to other endpoints with @WsAdvice(assignableTypes = ...)");
				beans.add(methods);
			}
		}
		beans.removeIf(Map::isEmpty);
		return new ErrorHandlers(List.copyOf(beans), this.context.errorPolicy());
	}

	static boolean isErrorMethod(Method method) {
		return HandlerKind.of(method).contains(HandlerKind.ERROR);
	}

	private void plan(Location bean, Object instance, Method method, Map<Class<?>, InvocableMethod> methods) {
		MethodSignature handler = new MethodSignature(bean, method);
		List<ParameterResolver> arguments = new ArrayList<>();
		MethodParameter parameter = this.parameters.plan(HandlerKind.ERROR, handler, arguments);
		InvocableMethod planned = new InvocableMethod(HandlerKind.ERROR, instance,
				EndpointPlanner.invocable(bean, instance, method), arguments,
				this.replies.plan(HandlerKind.ERROR, handler), HandlerKind.isNonBlocking(method),
				this.context.invocationScope());
		for (Class<?> type : types(handler, parameter)) {
			InvocableMethod other = methods.put(type, planned);
			if (other != null) {
				throw handler.location()
					.mistake(
							"is a second @OnError for " + type.getSimpleName() + " beside '"
									+ Location.signature(other.method()) + "'",
							"Keep one of the two methods, or use a subtype in one of them");
			}
		}
	}

	private static List<Class<?>> types(MethodSignature handler, @Nullable MethodParameter parameter) {
		OnError annotation = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), OnError.class);
		Assert.state(annotation != null, "The method must be annotated with @OnError");
		Class<?> taken = (parameter != null) ? parameter.getParameterType() : Throwable.class;
		if (annotation.value().length == 0) {
			return List.of(taken);
		}
		for (Class<?> type : annotation.value()) {
			if (parameter != null && !taken.isAssignableFrom(type)) {
				throw handler.location(parameter)
					.mistake("does not accept " + type.getSimpleName() + ", which its @OnError lists",
							"Use a common supertype of all types in @OnError, such as Exception");
			}
		}
		return Arrays.asList(annotation.value());
	}

	/**
	 * Checks that error methods do not block the event loop: they run on the thread of
	 * the failed method.
	 */
	private static void checkDoNotBlock(Location bean, Map<Class<?>, InvocableMethod> methods,
			Collection<? extends EventHandler> others, String otherCure) {
		for (InvocableMethod error : methods.values()) {
			for (EventHandler other : others) {
				if (!error.isNonBlocking() && other.isNonBlocking()) {
					throw bean.method(error.method())
						.mistake("may block, but would run on the event loop when the @NonBlocking method '" + other
								+ "' throws", "Annotate it with @NonBlocking, too, or " + otherCure);
				}
			}
		}
	}

}
