/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.lang.annotation.Annotation;

import dev.wsboot.endpoint.WsCall;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

/**
 * The view of an invocation for resolvers of the application. Used by the thread of the
 * call.
 */
final class ResolverCall implements WsCall {

	private final HandlerKind kind;

	private final Invocation invocation;

	ResolverCall(HandlerKind kind, Invocation invocation) {
		this.kind = kind;
		this.invocation = invocation;
	}

	@Override
	public WsSession session() {
		return this.invocation.session();
	}

	@Override
	public Class<? extends Annotation> kind() {
		return this.kind.annotation();
	}

	@Override
	public @Nullable WsMessage message() {
		return this.invocation.message();
	}

	@Override
	public @Nullable Throwable error() {
		return (this.invocation.event() instanceof CallEvent.Failed failed) ? failed.error() : null;
	}

}
