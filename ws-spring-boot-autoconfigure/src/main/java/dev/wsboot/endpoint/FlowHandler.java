package dev.wsboot.endpoint;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method once for each session, and lets the session's messages flow through the
 * publisher that it takes. Safe to use from any thread.
 */
final class FlowHandler implements EventHandler {

	private static final Log logger = LogFactory.getLog(FlowHandler.class);

	private final InvocableMethod method;

	private final ParameterResolver item;

	private final InvocationScope invocationScope;

	/**
	 * Creates a handler.
	 * @param method the method
	 * @param item reads one message
	 * @param invocationScope what is around each message
	 */
	FlowHandler(InvocableMethod method, ParameterResolver item, InvocationScope invocationScope) {
		this.method = method;
		this.item = item;
		this.invocationScope = invocationScope;
	}

	/**
	 * Calls the method and sends its answer.
	 * @param invocation the opening of the session
	 * @param flow what the session's messages flow through
	 * @throws Throwable what the method throws; the flow is then cancelled
	 */
	void begin(Invocation invocation, MessageFlow flow) throws Throwable {
		try {
			invocation.enter(this.method);
			this.method.handle(invocation.about(flow));
		}
		catch (Throwable ex) {
			flow.cancel();
			throw ex;
		}
	}

	InvocableMethod method() {
		return this.method;
	}

	MessageFlow newFlow(Invocation invocation) {
		return new MessageFlow(invocation, this.invocationScope);
	}

	@Override
	public void handle(Invocation invocation) throws Throwable {
		MessageFlow flow = invocation.flow(this);
		if (flow.isOver()) {
			logger.debug("Message of " + invocation.session() + " dropped, as '" + this + "' takes no more");
			return;
		}
		invocation.enter(this.method);
		this.invocationScope.call(invocation, (message) -> next(flow, message));
	}

	private @Nullable Object next(MessageFlow flow, Invocation message) throws Exception {
		Object value = this.item.resolve(message);
		if (value == null) {
			throw new InvalidMessageException("The message is null", null);
		}
		flow.next(message, value);
		return null;
	}

	@Override
	public boolean isNonBlocking() {
		return this.method.isNonBlocking();
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

}
