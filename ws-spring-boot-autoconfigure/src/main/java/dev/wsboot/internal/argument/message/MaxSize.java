/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.internal.model.MethodSignature;

import org.springframework.util.unit.DataSize;

/**
 * Reads the maximum message size that a method declares. Stateless.
 */
public final class MaxSize {

	private MaxSize() {
	}

	/**
	 * Returns the maximum message size that a method declares.
	 * @param method the method
	 * @return the number of bytes; {@link Long#MAX_VALUE} if the method declares no size
	 */
	static long of(MethodSignature method) {
		String maxSize = declared(method);
		if (maxSize.isEmpty()) {
			return Long.MAX_VALUE;
		}
		try {
			long bytes = DataSize.parse(maxSize).toBytes();
			if (bytes > 0) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			// reported below, as a size of zero is
		}
		throw method.location()
			.mistake("has the maxSize '" + maxSize + "', which is not a size", "Write one such as \"10MB\"");
	}

	/**
	 * Fails the start if a method that takes complete messages declares a maximum size.
	 * @param method the method
	 */
	public static void checkHasNone(MethodSignature method) {
		if (!declared(method).isEmpty()) {
			throw method.location()
				.mistake("has a maxSize, but gets whole messages",
						"Let it take an InputStream or a Reader, or set ws.max-message-size for whole messages");
		}
	}

	private static String declared(MethodSignature method) {
		OnMessage annotation = method.getMethodAnnotation(OnMessage.class);
		return (annotation != null) ? annotation.maxSize() : "";
	}

}
