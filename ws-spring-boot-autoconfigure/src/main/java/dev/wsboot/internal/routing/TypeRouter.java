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
 * Brings JSON messages to the method for their type, and others to the method that takes
 * the rest. Safe to use from any thread.
 */
public final class TypeRouter implements EventHandler {

	private final JsonSlicer slicer;

	private final String discriminator;

	private final String payload;

	private final Map<String, NamedMethod> methods;

	private final @Nullable EventHandler others;

	/**
	 * Creates a router.
	 * @param slicer takes messages apart
	 * @param discriminator the field that names the type
	 * @param payload the field that holds the arguments, or an empty text for the whole
	 * message
	 * @param methods the methods by the types that they are for
	 * @param others takes all other messages, or {@code null}
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
		// as all others are
		return this.methods.values().iterator().next().method().isNonBlocking();
	}

	@Override
	public void handle(Invocation invocation) throws Throwable {
		WsMessage message = invocation.event().message();
		Assert.state(message != null, "Not called with a message");
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
			named.method().handle(invocation.about(argument(named, invocation.event(), message)));
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

	/** Returns what the method's arguments are found in. */
	private CallEvent argument(NamedMethod named, CallEvent whole, WsMessage message) {
		if (this.payload.isEmpty() && named.takesMessage()) {
			return whole;
		}
		try {
			Map<String, JsonSlice> members = this.slicer.parts(message.bytes(), Set.of(this.payload), 0).members();
			Assert.state(members != null, "No object");
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
