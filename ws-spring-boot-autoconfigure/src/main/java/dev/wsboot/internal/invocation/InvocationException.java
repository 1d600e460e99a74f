/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Carries an exception of a handler method, and the event for which the method was
 * called, through the engine to the session's error callback.
 */
public final class InvocationException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Throwable error;

	private final transient @Nullable CallEvent event;

	private final transient @Nullable InvokedMethod method;

	public InvocationException(Throwable error, @Nullable CallEvent event, @Nullable InvokedMethod method) {
		super(null, error, false, false);
		this.error = error;
		this.event = event;
		this.method = method;
	}

	public Throwable error() {
		return this.error;
	}

	public @Nullable CallEvent event() {
		return this.event;
	}

	/** Returns the method that has thrown the exception, or {@code null} if unknown. */
	public @Nullable InvokedMethod method() {
		return this.method;
	}

}
