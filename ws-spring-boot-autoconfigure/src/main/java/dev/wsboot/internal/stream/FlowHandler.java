/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.InvocableMethod;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.InvocationScope;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.invocation.SessionResources;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The handler for a method that is called once for each session and takes all of its
 * messages as a publisher. Safe to use from any thread.
 */
public final class FlowHandler implements EventHandler {

	private static final Log logger = LogFactory.getLog(FlowHandler.class);

	private final InvocableMethod method;

	private final ParameterResolver item;

	private final InvocationScope invocationScope;

	/**
	 * Creates a handler.
	 * @param method the method
	 * @param item the resolver that decodes one message
	 * @param invocationScope the environment in which each message is handled
	 */
	public FlowHandler(InvocableMethod method, ParameterResolver item, InvocationScope invocationScope) {
		this.method = method;
		this.item = item;
		this.invocationScope = invocationScope;
	}

	/**
	 * Returns the flow of a session's messages. Calls the method if it has not been
	 * called: usually at the opening, or with the first message if the opening has failed
	 * and the session continues. Called by the session's mailbox.
	 * @param resources the resources of the session, which store the flow
	 * @param session the session
	 * @return the flow
	 * @throws Throwable an exception of the method; the flow is then cancelled
	 */
	public MessageFlow of(SessionResources resources, WsSession session) throws Throwable {
		MessageFlow present = (MessageFlow) resources.attachment(this);
		if (present != null) {
			return present;
		}
		Invocation opening = new Invocation(resources, session, CallEvent.OPENED);
		MessageFlow flow = new MessageFlow(opening, this.invocationScope);
		resources.attach(this, flow);
		begin(opening, flow);
		return flow;
	}

	private void begin(Invocation opening, MessageFlow flow) throws Throwable {
		try {
			opening.enter(this.method);
			this.method.handle(opening.withEvent(new CallEvent.FlowEvent(flow)));
		}
		catch (Throwable ex) {
			flow.cancel();
			throw ex;
		}
	}

	/**
	 * Ends the flow of a session's messages, if it has begun. Called by the session's
	 * mailbox.
	 * @param resources the resources of the session, which store the flow
	 * @param status the status of the session's end
	 */
	public void end(SessionResources resources, CloseStatus status) {
		MessageFlow flow = (MessageFlow) resources.attachment(this);
		if (flow != null) {
			flow.end(status);
		}
	}

	public InvocableMethod method() {
		return this.method;
	}

	@Override
	public void handle(Invocation invocation) throws Throwable {
		MessageFlow flow = of(invocation.resources(), invocation.session());
		if (flow.isOver()) {
			logger.debug(
					"Message of " + invocation.session() + " dropped: the subscriber of '" + this + "' has cancelled");
			return;
		}
		invocation.enter(this.method);
		this.invocationScope.runOnHandlerThread(invocation, (message) -> next(flow, message));
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
