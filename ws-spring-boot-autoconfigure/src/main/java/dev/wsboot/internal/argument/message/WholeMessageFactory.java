/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.Set;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.ParameterResolver;
import org.jspecify.annotations.Nullable;

/**
 * Plans parameters of one type that take complete messages without decoding. Immutable.
 *
 * @param type the type
 * @param description the name of the type for users, or {@code null} to omit it
 * @param events the messages that the type takes
 * @param resolver the function that returns the message of an event
 */
record WholeMessageFactory(Class<?> type, @Nullable String description, Set<SessionEvent> events,
		ParameterResolver resolver) implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return context.type() == this.type;
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		return this.resolver;
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return this.events;
	}

	@Override
	public void checkCalledByName(MessageContext context, boolean whole) {
		MessageParameterFactory.super.checkCalledByName(context, whole);
		if (this.type == WsMessage.class && !whole) {
			throw context.location()
				.mistake("takes complete messages, but is one of the arguments in a message",
						"Use a type that can be read from JSON");
		}
	}

	@Override
	public boolean parsesText(MessageContext context) {
		return false;
	}

	@Override
	public @Nullable String describe() {
		return this.description;
	}

}
