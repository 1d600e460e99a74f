/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

/**
 * Plans parameters that take the status of a session's end. Stateless.
 */
final class CloseStatusParameterFactory implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return context.type() == CloseStatus.class;
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		context.checkKind(HandlerKind.CLOSE);
		return (invocation) -> invocation.event(CallEvent.Closed.class).status();
	}

	@Override
	public @Nullable String describe(HandlerKind kind) {
		return (kind == HandlerKind.CLOSE) ? "CloseStatus" : null;
	}

}
