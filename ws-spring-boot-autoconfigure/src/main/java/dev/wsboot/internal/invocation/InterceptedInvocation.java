/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method at one position of the chain of interceptors. Used by the
 * thread of the call.
 */
final class InterceptedInvocation implements WsInvocation {

	private final InvocableMethod method;

	private final Invocation invocation;

	private final List<WsMessageInterceptor> interceptors;

	/** Index of the interceptor that {@link #proceed} calls. */
	private final int next;

	InterceptedInvocation(InvocableMethod method, Invocation invocation, List<WsMessageInterceptor> interceptors,
			int next) {
		this.method = method;
		this.invocation = invocation;
		this.interceptors = interceptors;
		this.next = next;
	}

	@Override
	public WsSession session() {
		return this.invocation.session();
	}

	@Override
	public Class<? extends Annotation> kind() {
		return this.method.kind().annotation();
	}

	@Override
	public Method method() {
		return this.method.method();
	}

	@Override
	public @Nullable WsMessage message() {
		return (this.method.kind() != HandlerKind.PONG) ? this.invocation.message() : null;
	}

	@Override
	public @Nullable Throwable error() {
		return (this.invocation.event() instanceof CallEvent.Failed failed) ? failed.error() : null;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		if (this.next == this.interceptors.size()) {
			return this.method.proceed(this.invocation);
		}
		return this.interceptors.get(this.next)
			.intercept(new InterceptedInvocation(this.method, this.invocation, this.interceptors, this.next + 1));
	}

}
