/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.model.MethodSignature;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;

/**
 * Plans the parameters of handler methods that take messages. Used at startup.
 */
public final class MessageParameters {

	private final BeanFactory beanFactory;

	private final MessageCodecs codecs;

	/** The kinds of parameters in their order; the last one supports all types. */
	private final List<MessageParameterFactory> factories;

	/**
	 * Creates a planner.
	 * @param beanFactory the bean factory with the validator
	 * @param codecs the codecs that read messages
	 * @param factories the kinds of parameters in their order; the last one supports all
	 * types
	 */
	public MessageParameters(BeanFactory beanFactory, MessageCodecs codecs, List<MessageParameterFactory> factories) {
		this.beanFactory = beanFactory;
		this.codecs = codecs;
		this.factories = factories;
	}

	MessageCodecs codecs() {
		return this.codecs;
	}

	/**
	 * Returns the parameter for the message among those that have no other value.
	 * @param method the method
	 * @param unfilled the parameters without a resolver
	 * @return the parameter
	 */
	public static MethodParameter pick(MethodSignature method, List<MethodParameter> unfilled) {
		if (unfilled.isEmpty()) {
			throw method.location()
				.mistake("has no parameter for the message",
						"Add one: String for text, byte[] or ByteBuffer for binary, WsMessage for both, any other type for "
								+ "JSON");
		}
		if (unfilled.size() > 1) {
			throw method.location(unfilled.get(1))
				.mistake("would take the message, but so does " + name(unfilled.get(0)),
						"Keep one of them; annotate others with @PathVariable, @RequestParam or @RequestHeader, and "
								+ "inject beans into the constructor");
		}
		return unfilled.get(0);
	}

	/**
	 * Returns the name of a parameter for users.
	 * @param parameter the parameter
	 * @return the name, or the index of a parameter whose name is not known
	 */
	public static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return "parameter " + ((name != null) ? "'" + name + "'" : parameter.getParameterIndex());
	}

	/**
	 * Describes the types of the parameters for users.
	 * @return the description
	 */
	public String describe() {
		List<String> types = this.factories.stream()
			.flatMap((factory) -> Stream.ofNullable(factory.describe()))
			.collect(Collectors.toList());
		String last = types.remove(types.size() - 1);
		return "the message as " + String.join(", ", types) + " or " + last;
	}

	/**
	 * Returns the messages that a parameter takes.
	 * @param method the method
	 * @param parameter the parameter for the message
	 * @return text, binary or both
	 */
	public Set<SessionEvent> events(MethodSignature method, MethodParameter parameter) {
		return events(new MessageContext(method, parameter, this));
	}

	Set<SessionEvent> events(MessageContext context) {
		return find(context).events(context);
	}

	/**
	 * Returns whether text messages are parsed for a parameter, so that the time depends
	 * on their length.
	 * @param method the method
	 * @param parameter the parameter for the message
	 * @return {@code false} if the parameter takes text without parsing, or takes no text
	 */
	public boolean parsesText(MethodSignature method, MethodParameter parameter) {
		return parsesText(new MessageContext(method, parameter, this));
	}

	boolean parsesText(MessageContext context) {
		return find(context).parsesText(context);
	}

	/**
	 * Checks whether a parameter may be one of a method that messages call by a name.
	 * @param method the method
	 * @param parameter the parameter for the message, or for a part of it
	 * @param whole whether the parameter takes the whole message
	 */
	public void checkCalledByName(MethodSignature method, MethodParameter parameter, boolean whole) {
		MessageContext context = new MessageContext(method, parameter, this);
		find(context).checkCalledByName(context, whole);
	}

	/**
	 * Plans a parameter and its validation.
	 * @param method the method
	 * @param parameter the parameter for the message
	 * @return the resolver
	 */
	public ParameterResolver plan(MethodSignature method, MethodParameter parameter) {
		ParameterResolver resolver = plan(new MessageContext(method, parameter, this));
		if (resolver.maxStreamSize() == 0) {
			MaxSize.checkHasNone(method);
		}
		return resolver;
	}

	ParameterResolver plan(MessageContext context) {
		MessageParameterFactory factory = find(context);
		ParameterResolver resolver = factory.plan(context);
		return factory.isContent() ? validated(context, "", resolver) : resolver;
	}

	/**
	 * Plans a parameter that is read from JSON, independent of its type.
	 * @param method the method
	 * @param parameter the parameter
	 * @param place the path of the value in messages; empty for the complete message
	 * @return the resolver
	 */
	public ParameterResolver planJson(MethodSignature method, MethodParameter parameter, String place) {
		MessageContext context = new MessageContext(method, parameter, this);
		return validated(context, place, JsonParameterFactory.plan(context, place));
	}

	private ParameterResolver validated(MessageContext context, String place, ParameterResolver resolver) {
		return MessageValidation.around(this.beanFactory, context.location(), context.parameter(), place, resolver);
	}

	private MessageParameterFactory find(MessageContext context) {
		for (MessageParameterFactory factory : this.factories) {
			if (factory.supports(context)) {
				return factory;
			}
		}
		throw new IllegalStateException("No MessageParameterFactory supports " + context.type().getName());
	}

}
