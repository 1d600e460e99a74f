/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.List;
import java.util.Map;

import dev.wsboot.endpoint.ErrorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The methods that handle the errors of an endpoint. Immutable.
 *
 * @param beans the methods of each bean by the type of error: the methods of the
 * endpoint, then those of advice
 * @param policy the policy for errors without a method
 */
public record ErrorHandlers(List<Map<Class<?>, InvocableMethod>> beans, ErrorPolicy policy) {

	/** Maximum number of causes that are followed. A longer chain is probably a cycle. */
	private static final int MAX_CAUSES = 64;

	/**
	 * Finds the method for an error, or for its causes.
	 * @param error the error
	 * @return the method with the error or cause that it handles, or {@code null}
	 */
	public @Nullable Match find(Throwable error) {
		for (Map<Class<?>, InvocableMethod> methods : this.beans) {
			Throwable candidate = error;
			for (int i = 0; candidate != null && i < MAX_CAUSES; i++) {
				InvocableMethod method = closest(methods, candidate);
				if (method != null) {
					return new Match(method, candidate);
				}
				candidate = candidate.getCause();
			}
		}
		return null;
	}

	private static @Nullable InvocableMethod closest(Map<Class<?>, InvocableMethod> methods, Throwable error) {
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			InvocableMethod method = methods.get(type);
			if (method != null) {
				return method;
			}
		}
		return null;
	}

	/**
	 * A method with the error that it handles.
	 *
	 * @param method the method
	 * @param error the error, or the one of its causes that the method handles
	 */
	public record Match(InvocableMethod method, Throwable error) {
	}

}
