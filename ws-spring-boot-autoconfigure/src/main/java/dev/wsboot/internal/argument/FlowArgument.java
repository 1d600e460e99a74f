package dev.wsboot.internal.argument;

import java.util.concurrent.Flow;

import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.ReactiveTypes;

import org.springframework.util.Assert;

/**
 * Fills a publisher, such as a Flux, with all messages of a session; its method is called
 * once for each session.
 *
 * @param type the declared type of the publisher
 * @param item reads one message
 */
public record FlowArgument(Class<?> type, ParameterResolver item) implements ParameterResolver {

	/**
	 * Whether a type takes all messages of a session.
	 * @param type the type of a message parameter
	 * @return whether it is a publisher of many items
	 */
	public static boolean isFlow(Class<?> type) {
		return type == Flow.Publisher.class || (ReactiveTypes.canBeMade(type) && !ReactiveTypes.isSingle(type));
	}

	@Override
	public Object resolve(Invocation invocation) {
		Assert.state(invocation.event() instanceof CallEvent.FlowEvent, "Not called for all messages");
		Flow.Publisher<Object> flow = ((CallEvent.FlowEvent) invocation.event()).messages();
		return (this.type == Flow.Publisher.class) ? flow : ReactiveTypes.of(this.type, flow);
	}

}
