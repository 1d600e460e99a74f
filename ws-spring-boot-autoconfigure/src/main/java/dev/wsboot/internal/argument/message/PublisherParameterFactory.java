/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.Set;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.ReactiveTypes;

/**
 * Plans parameters that are publishers: of many items, for all messages of a session, or
 * of one item, for the message of a call. Stateless.
 */
final class PublisherParameterFactory implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return !context.isItem() && (FlowParameter.isFlow(context.type()) || ReactiveTypes.canBeMade(context.type()));
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		Class<?> type = context.type();
		MessageContext items = context.item();
		if (items.resolvableType().resolve() == null) {
			throw context.location()
				.mistake("does not say what the messages are",
						"Write their type, such as " + type.getSimpleName() + "<String>");
		}
		ParameterResolver item = context.messages().plan(items);
		if (FlowParameter.isFlow(type)) {
			return new FlowParameter(type, item);
		}
		return (invocation) -> {
			Object value = item.resolve(invocation);
			if (value == null) {
				throw new InvalidMessageException("The message is null", null);
			}
			return ReactiveTypes.just(type, value);
		};
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return context.messages().events(context.item());
	}

	@Override
	public boolean parsesText(MessageContext context) {
		return context.messages().parsesText(context.item());
	}

	@Override
	public void checkCalledByName(MessageContext context, boolean whole) {
		throw NoMessageFactory.noPart(context,
				FlowParameter.isFlow(context.type()) ? ", or remove the name from @OnMessage" : "");
	}

	@Override
	public boolean isContent() {
		return false;
	}

}
