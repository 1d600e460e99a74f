/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.Set;

import dev.wsboot.endpoint.InvalidEndpointException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.reply.ReplyFactories;

/**
 * Fails the start for parameters whose types stand for many messages, or for a later
 * value, and which no earlier factory supports. Immutable.
 *
 * @param replies the kinds of replies, which know the types that are not one message
 */
record NoMessageFactory(ReplyFactories replies) implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return !this.replies.isMessage(context.type());
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		throw context.location()
			.mistake("cannot take a message as " + context.type().getSimpleName(),
					"Use the type of one message, such as String, or a Flux or Flow.Publisher of that for all "
							+ "messages of a session");
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return Set.of();
	}

	@Override
	public void checkCalledByName(MessageContext context, boolean whole) {
		throw noPart(context, "");
	}

	/** Returns the mistake of a parameter that cannot take a part of a message. */
	static InvalidEndpointException noPart(MessageContext context, String otherAction) {
		return context.location()
			.mistake("cannot take a part of a message: the method is called separately for each message",
					"Use a type that can be read from JSON" + otherAction);
	}

}
