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
 * A handler method, ready to be called: its bean, arguments and reply are planned. Safe
 * to use from any thread.
 */
public final class InvocableMethod implements EventHandler, InvokedMethod {

	private static final MethodType GENERIC = MethodType.methodType(Object.class, Object[].class);

	private final Method method;

	private final MethodHandle handle;

	/** {@code null} for a method that is called as one in Java. */
	private final @Nullable KotlinFunction kotlin;

	private final ParameterResolver[] arguments;

	/**
	 * Whether arguments are named values of a message, several of which may be invalid.
	 */
	private final boolean named;

	private final Reply answer;

	private final boolean nonBlocking;

	private final HandlerKind kind;

	private final InvocationScope invocationScope;

	private final List<WsMessageInterceptor> interceptors;

	public InvocableMethod(HandlerKind kind, Object bean, Method method, List<ParameterResolver> arguments,
			Reply answer, boolean nonBlocking, InvocationScope invocationScope) {
		this.kind = kind;
		this.invocationScope = invocationScope;
		this.interceptors = invocationScope.interceptors();
		this.method = method;
		this.handle = handle(bean, method);
		this.kotlin = KotlinFunction.of(bean, method);
		this.arguments = arguments.toArray(ParameterResolver[]::new);
		this.named = arguments.stream().anyMatch(ParameterResolver::isNamed);
		this.answer = answer;
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
	 * Calls the method and sends its answer.
	 */
	@Override
	public void handle(Invocation invocation) throws Throwable {
		invocation.enter(this);
		ThreadState threads = this.invocationScope.threads();
		ThreadState.Taken taken = threads.enter(invocation.hasOwnThread());
		try {
			if (this.invocationScope.isNeededFor(invocation)) {
				this.invocationScope.runBound(invocation, this::answer);
			}
			else {
				this.answer.send(invocation, intercept(invocation));
			}
		}
		finally {
			threads.leave(taken);
		}
	}

	private @Nullable Object answer(Invocation invocation) throws Throwable {
		this.answer.send(invocation, intercept(invocation));
		return null;
	}

	/**
	 * Calls the method.
	 * @param invocation the invocation
	 * @return what the method has returned
	 * @throws Throwable what the method throws, or {@link InvalidMessageException}
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

	/** Calls the method itself, behind all interceptors. */
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

	/** Apart from the plain way, which an exception handler in its loop makes slower. */
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
	 * Adds what is wrong with the arguments after an invalid one, so that the client
	 * hears of all mistakes at once.
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
		List<InvalidMessageException.Violation> most = Violations.bounded(violations);
		return constraintsOnly ? new MessageValidationException(most) : new InvalidMessageException(most, first);
	}

}
