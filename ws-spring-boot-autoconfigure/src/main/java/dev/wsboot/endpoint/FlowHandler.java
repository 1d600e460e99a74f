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

	private final EndpointMethod method;

	private final Argument item;

	private final Surroundings surroundings;

	/**
	 * Creates a handler.
	 * @param method the method
	 * @param item reads one message
	 * @param surroundings what is around each message
	 */
	FlowHandler(EndpointMethod method, Argument item, Surroundings surroundings) {
		this.method = method;
		this.item = item;
		this.surroundings = surroundings;
	}

	/**
	 * Calls the method and sends its answer.
	 * @param call the opening of the session
	 * @param flow what the session's messages flow through
	 * @throws Throwable what the method throws; the flow is then cancelled
	 */
	void begin(Call call, MessageFlow flow) throws Throwable {
		try {
			call.enter(this.method);
			this.method.handle(call.about(flow));
		}
		catch (Throwable ex) {
			flow.cancel();
			throw ex;
		}
	}

	EndpointMethod method() {
		return this.method;
	}

	MessageFlow newFlow(Call call) {
		return new MessageFlow(call, this.surroundings);
	}

	@Override
	public void handle(Call call) throws Throwable {
		MessageFlow flow = call.flow(this);
		if (flow.isOver()) {
			logger.debug("Message of " + call.session() + " dropped, as '" + this + "' takes no more");
			return;
		}
		call.enter(this.method);
		this.surroundings.call(call, (message) -> next(flow, message));
	}

	private @Nullable Object next(MessageFlow flow, Call message) throws Exception {
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
