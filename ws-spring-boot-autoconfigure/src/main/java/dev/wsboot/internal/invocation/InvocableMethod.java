/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.MessageValidationException;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.KotlinFunction;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.scope.ThreadState;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * A handler method with everything that a call needs: its bean, the resolvers of its
 * arguments, and its reply. Planned at startup. Safe to use from any thread.
 */
public final class InvocableMethod implements EventHandler, InvokedMethod {

	private static final MethodType GENERIC = MethodType.methodType(Object.class, Object[].class);

	private final Method method;

	private final MethodHandle handle;

	/** The Kotlin function, or {@code null} if the method is called as in Java. */
	private final @Nullable KotlinFunction kotlin;

	private final ParameterResolver[] arguments;

	/**
	 * True if arguments are named values of a message, several of which may be invalid.
	 */
	private final boolean named;

	private final Reply reply;

	private final boolean nonBlocking;

	private final HandlerKind kind;

	private final InvocationScope invocationScope;

	private final List<WsMessageInterceptor> interceptors;

	public InvocableMethod(HandlerKind kind, Object bean, Method method, List<ParameterResolver> arguments, Reply reply,
			boolean nonBlocking, InvocationScope invocationScope) {
		this.kind = kind;
		this.invocationScope = invocationScope;
		this.interceptors = invocationScope.interceptors();
		this.method = method;
		this.handle = handle(bean, method);
		this.kotlin = KotlinFunction.of(bean, method);
		this.arguments = arguments.toArray(ParameterResolver[]::new);
		this.named = arguments.stream().anyMatch(ParameterResolver::isNamed);
		this.reply = reply;
		this.nonBlocking = nonBlocking;
	}

	private static MethodHandle handle(Object bean, Method method) {
		ReflectionUtils.makeAccessible(method);
		try {
			return MethodHandles.lookup()
				.unreflect(method)
				.asFixedArity()
				.bindTo(bean)
				.asSpreader(Object[].class, method.getParameterCount())
				.asType(GENERIC);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot call " + method, ex);
		}
	}

	public Method method() {
		return this.method;
	}

	@Override
	public String name() {
		return this.method.getDeclaringClass().getSimpleName() + "." + Location.signature(this.method);
	}

	@Override
	public String toString() {
		return Location.signature(this.method);
	}

	@Override
	public boolean isNonBlocking() {
		return this.nonBlocking;
	}

	@Override
	public long maxStreamSize() {
		for (ParameterResolver argument : this.arguments) {
			long size = argument.maxStreamSize();
			if (size > 0) {
				return size;
			}
		}
		return 0;
	}

	HandlerKind kind() {
		return this.kind;
	}

	/**
	 * Calls the method and sends its reply.
	 */
	@Override
	public void handle(Invocation invocation) throws Throwable {
		invocation.enter(this);
		ThreadState threads = this.invocationScope.threads();
		ThreadState.Taken taken = threads.enter(invocation.hasOwnThread());
		try {
			if (this.invocationScope.isNeededFor(invocation)) {
				this.invocationScope.runBound(invocation, this::invokeAndReply);
			}
			else {
				this.reply.send(invocation, intercept(invocation));
			}
		}
		finally {
			threads.leave(taken);
		}
	}

	private @Nullable Object invokeAndReply(Invocation invocation) throws Throwable {
		this.reply.send(invocation, intercept(invocation));
		return null;
	}

	/**
	 * Calls the method, and leaves its result to the caller.
	 * @param invocation the invocation
	 * @return the result of the method
	 * @throws Throwable an exception of the method, or {@link InvalidMessageException}
	 */
	public @Nullable Object invoke(Invocation invocation) throws Throwable {
		invocation.enter(this);
		return this.invocationScope.runOnHandlerThread(invocation, this::intercept);
	}

	private @Nullable Object intercept(Invocation invocation) throws Throwable {
		if (this.interceptors.isEmpty()) {
			return proceed(invocation);
		}
		return new InterceptedInvocation(this, invocation, this.interceptors, 0).proceed();
	}

	/** Calls the method itself, after all interceptors. */
	@Nullable Object proceed(Invocation invocation) throws Throwable {
		@Nullable Object[] arguments = new Object[this.arguments.length];
		if (this.named) {
			resolveNamed(invocation, arguments);
		}
		else {
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = this.arguments[i].resolve(invocation);
			}
		}
		if (this.kotlin != null && this.kotlin.isNeededFor(arguments)) {
			return this.kotlin.call(arguments);
		}
		return this.handle.invokeExact(arguments);
	}

	/**
	 * Resolves named arguments. A method of its own, since a try block would slow down
	 * the common loop.
	 */
	private void resolveNamed(Invocation invocation, @Nullable Object[] arguments) throws Exception {
		for (int i = 0; i < arguments.length; i++) {
			try {
				arguments[i] = this.arguments[i].resolve(invocation);
			}
			catch (InvalidMessageException ex) {
				throw withOthers(invocation, i, ex);
			}
		}
	}

	/**
	 * Adds the violations of the arguments after an invalid one, so that the client gets
	 * all of them at once.
	 */
	private InvalidMessageException withOthers(Invocation invocation, int index, InvalidMessageException first)
			throws Exception {
		List<InvalidMessageException.Violation> violations = new ArrayList<>(first.violations());
		boolean constraintsOnly = first instanceof MessageValidationException;
		for (int i = index + 1; i < this.arguments.length; i++) {
			ParameterResolver argument = this.arguments[i];
			if (argument.isNamed()) {
				try {
					argument.resolve(invocation);
				}
				catch (InvalidMessageException ex) {
					violations.addAll(ex.violations());
					constraintsOnly &= ex instanceof MessageValidationException;
				}
			}
		}
		if (violations.size() == first.violations().size()) {
			return first;
		}
		List<InvalidMessageException.Violation> limited = Violations.limited(violations);
		return constraintsOnly ? new MessageValidationException(limited) : new InvalidMessageException(limited, first);
	}

}
