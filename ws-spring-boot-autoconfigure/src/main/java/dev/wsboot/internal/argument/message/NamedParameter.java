/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.NamedValues;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.model.Absence;
import org.jspecify.annotations.Nullable;

/**
 * Provides a part of the message for a parameter of a method that messages call by name.
 * Immutable.
 *
 * @param index the index of the part in the call's {@link NamedValues}
 * @param name the name of the parameter, for an exception
 * @param json the reader of the part
 * @param absence the argument if the part is missing or {@code null}
 */
public record NamedParameter(int index, String name, ParameterResolver json,
		Absence absence) implements ParameterResolver {

	@Override
	public @Nullable Object resolve(Invocation invocation) throws Exception {
		JsonSlice argument = invocation.event(CallEvent.NamedEvent.class).values().get(this.index);
		if (argument != null && !argument.isNull()) {
			return this.json
				.resolve(invocation.withEvent(new CallEvent.MessageEvent(WsMessage.ofText(argument.bytes()))));
		}
		return this.absence.orInstead(null,
				() -> new InvalidMessageException("The argument is missing", this.name, null));
	}

	@Override
	public boolean isNamed() {
		return true;
	}

}
