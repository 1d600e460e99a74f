/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.routing;

import java.util.Map;
import java.util.Set;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.UnknownMessageTypeException;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.json.JsonSlicer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.util.Assert;

/**
 * Passes JSON messages to the method for their type, and other messages to the method for
 * all other messages. Safe to use from any thread.
 */
public final class TypeRouter implements EventHandler {

	private final JsonSlicer slicer;

	private final String discriminator;

	private final String payload;

	private final Map<String, NamedMethod> methods;

	private final @Nullable EventHandler others;

	/**
	 * Creates a router.
	 * @param slicer splits messages into their fields
	 * @param discriminator the name of the field with the type
	 * @param payload the name of the field with the arguments, or an empty text for the
	 * complete message
	 * @param methods the methods by the types of their messages
	 * @param others the handler of all other messages, or {@code null}
	 */
	public TypeRouter(JsonSlicer slicer, String discriminator, String payload, Map<String, NamedMethod> methods,
			@Nullable EventHandler others) {
		this.slicer = slicer;
		this.discriminator = discriminator;
		this.payload = payload;
		this.methods = methods;
		this.others = others;
	}

	@Override
	public boolean isNonBlocking() {
		// all methods are, or none: NamedMethodPlanner checks that
		return this.methods.values().iterator().next().method().isNonBlocking();
	}

	@Override
	public void handle(Invocation invocation) throws Throwable {
		WsMessage message = invocation.event().message();
		Assert.state(message != null, "The event must have a complete message");
		String type = null;
		JacksonException invalid = null;
		try {
			type = this.slicer.peek(message.bytes(), this.discriminator);
		}
		catch (JacksonException ex) {
			invalid = ex;
		}
		NamedMethod named = (type != null) ? this.methods.get(type) : null;
		if (named != null) {
			invocation.enter(named.method());
			named.method().handle(invocation.withEvent(argument(named, invocation.event(), message)));
		}
		else if (this.others != null) {
			this.others.handle(invocation);
		}
		else if (invalid != null) {
			throw notJson(invalid);
		}
		else if (type != null) {
			throw new UnknownMessageTypeException(type);
		}
		else {
			throw new InvalidMessageException("The message has no text in the field '" + this.discriminator + "'",
					null);
		}
	}

	/** Returns the event with the arguments of the method. */
	private CallEvent argument(NamedMethod named, CallEvent whole, WsMessage message) {
		if (this.payload.isEmpty() && named.takesMessage()) {
			return whole;
		}
		try {
			Map<String, JsonSlice> members = this.slicer.parts(message.bytes(), Set.of(this.payload), 0).members();
			Assert.state(members != null, "A message with a type must be an object");
			return this.payload.isEmpty() ? whole
					: new CallEvent.NamedEvent(named.bind(members.get(this.payload), this.slicer));
		}
		catch (JacksonException ex) {
			throw notJson(ex);
		}
	}

	private static InvalidMessageException notJson(JacksonException cause) {
		return new InvalidMessageException("The message is not JSON", cause);
	}

}
