package dev.wsboot.internal.argument;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.NamedValues;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.model.Absence;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Fills one parameter of a method that messages call by a name with a part of the
 * message.
 *
 * @param index the place of the part in the call's {@link NamedValues}
 * @param name the name of the parameter, for an exception
 * @param json reads the part
 * @param absence what the parameter gets if the part is missing or {@code null}
 */
public record NamedArgument(int index, String name, ParameterResolver json,
		Absence absence) implements ParameterResolver {

	@Override
	public @Nullable Object resolve(Invocation invocation) throws Exception {
		Assert.state(invocation.event() instanceof CallEvent.NamedEvent, "Not called with arguments");
		JsonSlice argument = ((CallEvent.NamedEvent) invocation.event()).values().get(this.index);
		if (argument != null && !argument.isNull()) {
			return this.json.resolve(invocation.about(new CallEvent.MessageEvent(WsMessage.ofText(argument.bytes()))));
		}
		return this.absence.orInstead(null,
				() -> new InvalidMessageException("The argument is missing", this.name, null));
	}

	@Override
	public boolean isNamed() {
		return true;
	}

}
