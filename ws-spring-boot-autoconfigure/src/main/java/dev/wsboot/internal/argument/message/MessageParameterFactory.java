/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.Set;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import org.jspecify.annotations.Nullable;

/**
 * Plans the parameters of one kind that take messages. The first factory in the ordered
 * list that supports a parameter plans its resolver. A new kind is a new factory in
 * {@link MessageParameterKinds}, or a bean of this type, which takes precedence. Used at
 * startup.
 */
public interface MessageParameterFactory {

	/**
	 * Returns whether this factory plans a parameter.
	 * @param context the parameter
	 * @return {@code false} to let the next factory decide
	 */
	boolean supports(MessageContext context);

	/**
	 * Plans a supported parameter.
	 * @param context the parameter, and the parts that planning needs
	 * @return the resolver
	 * @throws dev.wsboot.endpoint.InvalidEndpointException if the parameter must not be
	 * declared like this
	 */
	ParameterResolver plan(MessageContext context);

	/**
	 * Returns the messages that a supported parameter takes.
	 * @param context the parameter
	 * @return text, binary or both
	 */
	Set<SessionEvent> events(MessageContext context);

	/**
	 * Returns whether text messages are parsed for a supported parameter, so that the
	 * time depends on their length.
	 * @param context the parameter
	 * @return {@code false} if the parameter takes text without parsing, or takes no text
	 */
	default boolean parsesText(MessageContext context) {
		return events(context).contains(SessionEvent.TEXT);
	}

	/**
	 * Checks whether a supported parameter may be one of a method that messages call by a
	 * name. Such messages are JSON.
	 * @param context the parameter
	 * @param whole whether the parameter takes the complete message rather than a part of
	 * it
	 * @throws dev.wsboot.endpoint.InvalidEndpointException if the parameter must not be
	 * declared there
	 */
	default void checkCalledByName(MessageContext context, boolean whole) {
		if (!events(context).contains(SessionEvent.TEXT)) {
			throw context.location()
				.mistake("takes binary messages, but messages with a name are JSON",
						"Use a type that can be read from JSON, or remove the name from @OnMessage");
		}
	}

	/**
	 * Returns whether the argument is the content of one message, which may be validated.
	 * @return {@code false} if the content is read from the argument later
	 */
	default boolean isContent() {
		return true;
	}

	/**
	 * Describes the parameters for users who have declared one that nothing supports.
	 * @return a type such as {@code String}, or {@code null} to leave the kind out
	 */
	default @Nullable String describe() {
		return null;
	}

}
