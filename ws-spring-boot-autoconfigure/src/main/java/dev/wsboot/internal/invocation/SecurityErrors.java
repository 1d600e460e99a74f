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
 * Classifies exceptions of Spring Security, which may be missing on the class path.
 * Stateless.
 */
public final class SecurityErrors {

	private static final boolean PRESENT = ClassUtils
		.isPresent("org.springframework.security.core.AuthenticationException", SecurityErrors.class.getClassLoader());

	private SecurityErrors() {
	}

	/**
	 * Returns the HTTP status that corresponds to an exception of Spring Security.
	 * @param cause any exception
	 * @return 401, 403, or 0 for any other exception
	 */
	public static int status(Throwable cause) {
		return PRESENT ? Security.status(cause) : 0;
	}

	/**
	 * Unwraps an exception of a stage.
	 * @param failure the exception
	 * @return the innermost wrapped exception, or the exception itself if it wraps none
	 */
	public static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException
				|| cause instanceof UndeclaredThrowableException || isOfReactor(cause)) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/** Returns true if a blocking method of Reactor has wrapped a checked exception. */
	private static boolean isOfReactor(Throwable failure) {
		return failure.getClass().getName().equals("reactor.core.Exceptions$ReactiveException");
	}

	/** A class that is loaded only if Spring Security is on the class path. */
	private static final class Security {

		/**
		 * Returns the status, or 0 if credentials could not be checked, which is not the
		 * client's fault.
		 */
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
