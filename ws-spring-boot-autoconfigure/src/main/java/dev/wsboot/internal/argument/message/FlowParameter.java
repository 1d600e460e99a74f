/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.concurrent.Flow;

import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.ReactiveTypes;

/**
 * Provides all messages of a session as a publisher, such as a Flux, for a method that is
 * called once for each session. Immutable.
 *
 * @param type the declared type of the publisher
 * @param item the resolver of one message
 */
public record FlowParameter(Class<?> type, ParameterResolver item) implements ParameterResolver {

	/**
	 * Returns whether a type takes all messages of a session.
	 * @param type the type of a message parameter
	 * @return whether the type is a publisher of many items
	 */
	public static boolean isFlow(Class<?> type) {
		return type == Flow.Publisher.class || (ReactiveTypes.canBeMade(type) && !ReactiveTypes.isSingle(type));
	}

	@Override
	public Object resolve(Invocation invocation) {
		Flow.Publisher<Object> flow = invocation.event(CallEvent.FlowEvent.class).messages();
		return (this.type == Flow.Publisher.class) ? flow : ReactiveTypes.of(this.type, flow);
	}

}
