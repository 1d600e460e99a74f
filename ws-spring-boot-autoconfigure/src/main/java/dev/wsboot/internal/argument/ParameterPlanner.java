/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.argument.message.FlowParameter;
import dev.wsboot.internal.argument.message.MessageParameters;
import dev.wsboot.internal.argument.message.MessageValidation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.KotlinFunction;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Plans the parameters of an endpoint's handler methods. Fails the start if a parameter
 * has no value. Used at startup.
 */
public final class ParameterPlanner {

	private static final ParameterResolver NOT_YET = (invocation) -> null;

	private final ParameterFactories factories;

	private final MessageParameters messages;

	private final EndpointParts endpoint;

	/**
	 * Creates a planner.
	 * @param factories the kinds of parameters that do not take a message
	 * @param messages the planner of parameters that take messages
	 * @param endpoint the endpoint
	 */
	public ParameterPlanner(ParameterFactories factories, MessageParameters messages, EndpointParts endpoint) {
		this.factories = factories;
		this.messages = messages;
		this.endpoint = endpoint;
	}

	/**
	 * Plans all parameters of a method.
	 * @param kind the kind of the method
	 * @param method the method
	 * @param arguments the list to which the resolvers are added
	 * @return the parameter for the message or the error, or {@code null}
	 */
	public @Nullable MethodParameter plan(HandlerKind kind, MethodSignature method, List<ParameterResolver> arguments) {
		List<MethodParameter> unfilled = planAllButMessage(kind, method, arguments);
		if (kind != HandlerKind.MESSAGE) {
			return error(method);
		}
		MethodParameter message = MessageParameters.pick(method, unfilled);
		arguments.set(message.getParameterIndex(), this.messages.plan(method, message));
		return message;
	}

	private static @Nullable MethodParameter error(MethodSignature method) {
		List<MethodParameter> errors = Arrays.stream(method.getMethodParameters())
			.filter(ErrorParameterFactory::isError)
			.toList();
		if (errors.size() > 1) {
			throw method.location(errors.get(1))
				.mistake("takes the error, but so does " + MessageParameters.name(errors.get(0)),
						"Keep one of them, of a type that fits all errors that the method is for");
		}
		return errors.isEmpty() ? null : errors.get(0);
	}

	/**
	 * Plans the parameters of a method that do not take the message.
	 * @param kind the kind of the method
	 * @param method the method
	 * @param arguments the list to which the resolvers are added, with a placeholder for
	 * each remaining parameter
	 * @return the remaining parameters
	 */
	public List<MethodParameter> planAllButMessage(HandlerKind kind, MethodSignature method,
			List<ParameterResolver> arguments) {
		List<MethodParameter> unfilled = new ArrayList<>();
		for (MethodParameter parameter : method.getMethodParameters()) {
			if (KotlinFunction.isContinuation(parameter)) {
				// added by the caller of the function
				arguments.add(NOT_YET);
				continue;
			}
			ParameterResolver argument = plan(
					new ParameterContext(kind, method.location(parameter), parameter, this.endpoint));
			if (argument == null) {
				unfilled.add(parameter);
			}
			arguments.add((argument != null) ? argument : NOT_YET);
		}
		return unfilled;
	}

	/**
	 * Returns the planner of the parameters that take messages.
	 * @return the planner
	 */
	public MessageParameters messages() {
		return this.messages;
	}

	private @Nullable ParameterResolver plan(ParameterContext context) {
		MessageValidation.checkConstraints(context.location(), context.parameter());
		ParameterFactory factory = this.factories.find(context);
		if (factory != null) {
			return factory.plan(context);
		}
		checkTakesMessage(context);
		return null;
	}

	private void checkTakesMessage(ParameterContext context) {
		HandlerKind kind = context.kind();
		Class<?> type = context.type();
		if (isBean(type)) {
			throw context.location()
				.mistake("cannot be filled: " + type.getSimpleName() + " is a bean, not a part of the session",
						"Inject it into the constructor of the endpoint");
		}
		if (kind == HandlerKind.MESSAGE && (type == WsMessage.class || !isEngineType(type))) {
			TrustedTypes.check(context.location(), context.parameter());
			return;
		}
		if (FlowParameter.isFlow(type)) {
			throw context.location()
				.mistake("takes all messages, but stands in an " + kind + " method",
						"Move it to an @OnMessage method, which is then called once for each session, after @OnOpen");
		}
		throw context.location()
			.mistake("cannot be filled in an " + kind + " method", "Use one of "
					+ this.factories.describe(kind, (kind == HandlerKind.MESSAGE) ? this.messages.describe() : null));
	}

	private static boolean isEngineType(Class<?> type) {
		return type.getPackageName().startsWith("dev.wsboot.engine");
	}

	/**
	 * Returns true if there is a bean of a type. Beans of JDK types, such as a map, are
	 * ignored, since they are probably unrelated to the parameter.
	 */
	private boolean isBean(Class<?> type) {
		return !type.isPrimitive() && !type.isArray() && !type.getName().startsWith("java.")
				&& this.endpoint.beanFactory().getBeanNamesForType(type, true, false).length > 0;
	}

}
