/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.EnumSet;
import java.util.Set;

import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Plans parameters that a codec of the application reads. Stateless.
 */
final class CodecParameterFactory implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return find(context) != null;
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		WsMessageCodec codec = codec(context);
		ResolvableType type = context.resolvableType();
		return context.required((message) -> codec.read(message, type));
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return EnumSet.of(codec(context).isBinary(context.resolvableType()) ? SessionEvent.BINARY : SessionEvent.TEXT);
	}

	@Override
	public void checkCalledByName(MessageContext context, boolean whole) {
		// a part of a message is read from JSON, whatever codecs there are
	}

	private static WsMessageCodec codec(MessageContext context) {
		WsMessageCodec codec = find(context);
		Assert.state(codec != null, "No codec");
		return codec;
	}

	private static @Nullable WsMessageCodec find(MessageContext context) {
		return context.codecs().find(context.resolvableType());
	}

}
