/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.function.Function;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * A parameter for which a {@link MessageParameterFactory} plans a resolver, and the parts
 * that planning needs. Immutable; used at startup.
 *
 * @param method the parameter's method
 * @param parameter the parameter, or the items of a parameter that is a publisher
 * @param messages the planner of the items of publishers
 */
public record MessageContext(MethodSignature method, MethodParameter parameter, MessageParameters messages) {

	/**
	 * Returns the type without its generic parameters.
	 * @return the type of the parameter or of the items
	 */
	public Class<?> type() {
		return isItem() ? resolvableType().resolve(Object.class) : this.parameter.getParameterType();
	}

	/**
	 * Returns the type with its generic parameters.
	 * @return the type of the parameter or of the items
	 */
	public ResolvableType resolvableType() {
		return ResolvableType.forMethodParameter(this.parameter);
	}

	Location location() {
		return this.method.location(this.parameter);
	}

	MessageCodecs codecs() {
		return this.messages.codecs();
	}

	/**
	 * Returns whether the messages are items of a publisher, which may be read after the
	 * call.
	 * @return {@code false} for a parameter itself
	 */
	boolean isItem() {
		return this.parameter.getNestingLevel() > 1;
	}

	/**
	 * Returns the context of the items of a parameter that is a publisher.
	 * @return the context
	 */
	MessageContext item() {
		return new MessageContext(this.method, this.parameter.nested(), this.messages);
	}

	/**
	 * Plans a parameter whose value is required in the message, unless the parameter is
	 * declared as optional.
	 * @param reader the function that reads the value from a message
	 * @return the resolver
	 */
	public ParameterResolver required(Function<WsMessage, @Nullable Object> reader) {
		Absence absence = Absence.of(this.parameter);
		return (invocation) -> absence.orInstead(reader.apply(message(invocation)),
				() -> new InvalidMessageException("The message is null", null));
	}

	/**
	 * Returns the message of an event that has a complete message.
	 * @param invocation the invocation
	 * @return the message
	 */
	static WsMessage message(Invocation invocation) {
		WsMessage message = invocation.event().message();
		Assert.state(message != null, "The event must have a complete message");
		return message;
	}

}
