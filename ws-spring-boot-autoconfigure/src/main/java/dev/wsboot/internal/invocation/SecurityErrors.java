/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.util.ClassUtils;

/**
 * Knows the exceptions of Spring Security, which need not be on the class path.
 * Stateless.
 */
public final class SecurityErrors {

	private static final boolean PRESENT = ClassUtils
		.isPresent("org.springframework.security.core.AuthenticationException", SecurityErrors.class.getClassLoader());

	private SecurityErrors() {
	}

	/**
	 * Returns the HTTP status that an exception of Spring Security stands for.
	 * @param cause any exception
	 * @return 401, 403, or 0 for any other exception
	 */
	public static int status(Throwable cause) {
		return PRESENT ? Security.status(cause) : 0;
	}

	/**
	 * Returns the exception that the exception of a stage wraps.
	 * @param failure the exception
	 * @return its cause, or itself if it wraps nothing
	 */
	public static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException
				|| cause instanceof UndeclaredThrowableException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/** Loaded only where Spring Security is on the class path. */
	private static final class Security {

		/** A failed check of credentials says nothing about the credentials. */
		static int status(Throwable cause) {
			if (cause instanceof AuthenticationServiceException) {
				return 0;
			}
			if (cause instanceof AuthenticationException) {
				return 401;
			}
			return (cause instanceof AccessDeniedException) ? 403 : 0;
		}

	}

}
