/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.EnumSet;
import java.util.Set;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.json.MessageCodecs;

/**
 * Plans parameters of any type that are read from JSON. Stateless.
 */
final class JsonParameterFactory implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return true;
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		return plan(context, "");
	}

	/**
	 * Plans a parameter.
	 * @param context the parameter
	 * @param place the path of the value in messages; empty for the complete message
	 * @return the resolver
	 */
	static ParameterResolver plan(MessageContext context, String place) {
		JsonCodec json = context.codecs().json();
		if (json == null) {
			throw context.location().mistake("is read from JSON, but there is no JsonMapper", MessageCodecs.JSON_CURE);
		}
		if (!json.isReadable(context.method().typeOf(context.parameter()))) {
			throw context.location()
				.mistake("is read from JSON, but its type is abstract, and says nothing of its subtypes",
						"Use a class or a record, or annotate the type with @JsonTypeInfo");
		}
		JsonCodec.Reader reader = json.reader(context.method().typeOf(context.parameter()),
				JsonViews.of(context.location(), context.parameter()), place);
		return context.required((message) -> reader.read(message.bytes()));
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return EnumSet.of(SessionEvent.TEXT);
	}

	@Override
	public String describe() {
		return "a type that is read from JSON";
	}

}
