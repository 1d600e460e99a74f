/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.ParameterResolver;

/**
 * Plans parameters that take binary messages as buffers, without a copy if only the call
 * itself reads the buffer. Stateless.
 */
final class BufferParameterFactory implements MessageParameterFactory {

	@Override
	public boolean supports(MessageContext context) {
		return context.type() == ByteBuffer.class;
	}

	@Override
	public ParameterResolver plan(MessageContext context) {
		if (context.isItem()) {
			// a publisher may keep the buffer after the call
			return (invocation) -> MessageContext.message(invocation).buffer();
		}
		return (invocation) -> (invocation.event() instanceof CallEvent.BufferEvent event) ? event.payload()
				: MessageContext.message(invocation).buffer();
	}

	@Override
	public Set<SessionEvent> events(MessageContext context) {
		return EnumSet.of(SessionEvent.BINARY);
	}

	@Override
	public String describe() {
		return "ByteBuffer";
	}

}
