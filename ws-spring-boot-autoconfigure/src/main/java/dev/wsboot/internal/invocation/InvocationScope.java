/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.List;

import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.scope.ContextPropagation;
import dev.wsboot.internal.scope.ThreadState;
import dev.wsboot.internal.scope.WebSocketScope;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The environment of each call of a handler method: a thread without values of other
 * code, the current session of the session scope, the context of the handshake, and
 * interceptors. Safe to use from any thread.
 *
 * @param scope the session scope, or {@code null} if no bean is in that scope
 * @param contexts the propagation of thread-locals from the handshake, or {@code null}
 * @param interceptors the interceptors, in order
 * @param threads the protection of threads from values that calls leave behind
 */
public record InvocationScope(@Nullable WebSocketScope scope, @Nullable ContextPropagation contexts,
		List<WsMessageInterceptor> interceptors, ThreadState threads) {

	public static InvocationScope of(ConfigurableListableBeanFactory beanFactory) {
		return new InvocationScope(usedScope(beanFactory), ContextPropagation.of(beanFactory),
				beanFactory.getBeanProvider(WsMessageInterceptor.class).orderedStream().toList(),
				ThreadState.of(beanFactory));
	}

	private static @Nullable WebSocketScope usedScope(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.getRegisteredScope(WebSocketScope.NAME) instanceof WebSocketScope scope) ? scope : null;
	}

	/**
	 * Runs user code of a call on a handler thread that no other user code is using.
	 * @param invocation the invocation
	 * @param body the code
	 * @return the result of the body
	 * @throws Throwable an exception of the body
	 */
	public @Nullable Object runOnHandlerThread(Invocation invocation, Body body) throws Throwable {
		return run(invocation, body, invocation.hasOwnThread());
	}

	/**
	 * Runs user code of a call on any thread, possibly inside a call of another session
	 * or of the application's own code.
	 * @param invocation the invocation
	 * @param body the code
	 * @return the result of the body
	 * @throws Throwable an exception of the body
	 */
	public @Nullable Object runOnAnyThread(Invocation invocation, Body body) throws Throwable {
		return run(invocation, body, false);
	}

	private @Nullable Object run(Invocation invocation, Body body, boolean ownThread) throws Throwable {
		ThreadState.Taken taken = this.threads.enter(ownThread);
		try {
			return isNeededFor(invocation) ? runBound(invocation, body) : body.run(invocation);
		}
		finally {
			this.threads.leave(taken);
		}
	}

	/**
	 * Returns whether any value has to be bound to the thread of a call.
	 * @param invocation the invocation
	 * @return {@code false} if {@link #runBound} would only run the body
	 */
	boolean isNeededFor(Invocation invocation) {
		return this.scope != null
				|| (this.contexts != null && (invocation.context() != null || this.contexts.absent() != null))
				|| this.threads.identifies(invocation.session().principal());
	}

	/**
	 * Runs user code of a call on a thread whose own values are already hidden.
	 * @param invocation the invocation
	 * @param body the code
	 * @return the result of the body
	 * @throws Throwable an exception of the body
	 */
	@Nullable Object runBound(Invocation invocation, Body body) throws Throwable {
		WsSession before = (this.scope != null) ? this.scope.enter(invocation.session()) : null;
		// accessors are user code, which may fail when values are bound or removed
		try (ContextPropagation.Scope context = bind(invocation)) {
			return body.run(invocation);
		}
		finally {
			if (this.scope != null) {
				this.scope.leave(before);
			}
		}
	}

	/** Binds the values of the handshake, and the identity of the session. */
	private ContextPropagation.Scope bind(Invocation invocation) {
		ContextPropagation.Snapshot context = invocation.context();
		if (context != null && context.security()) {
			ContextPropagation.Scope bound = ContextPropagation.restore(context);
			this.threads.copySecurityContext();
			return bound;
		}
		ContextPropagation.Snapshot absent = (this.contexts != null) ? this.contexts.absent() : null;
		ContextPropagation.Scope bound = ContextPropagation.restore((context != null) ? context : absent);
		this.threads.identify(invocation.session().principal());
		return bound;
	}

	public ContextPropagation.@Nullable Snapshot noContext() {
		return (this.contexts != null) ? this.contexts.none() : null;
	}

	public ContextPropagation.@Nullable Snapshot captureContext() {
		return (this.contexts != null) ? this.contexts.capture() : null;
	}

	/** The user code of a call. */
	@FunctionalInterface
	public interface Body {

		@Nullable Object run(Invocation invocation) throws Throwable;

	}

}
