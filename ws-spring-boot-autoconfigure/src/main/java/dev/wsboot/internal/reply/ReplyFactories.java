/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.List;

/**
 * The kinds of replies, in order of precedence. Immutable.
 *
 * @param factories the factories; the last one supports all types
 */
public record ReplyFactories(List<ReplyFactory> factories) {

	/**
	 * Returns the factory for a type.
	 * @param type the type, without its generic parameters
	 * @return the first factory that supports the type
	 */
	ReplyFactory find(Class<?> type) {
		for (ReplyFactory factory : this.factories) {
			if (factory.supports(type)) {
				return factory;
			}
		}
		throw new IllegalStateException("No ReplyFactory supports " + type.getName());
	}

	/**
	 * Returns whether a value of a type is sent as one message.
	 * @param type the type, declared or of a value
	 * @return {@code false} if a value is many messages, or becomes available later
	 */
	public boolean isMessage(Class<?> type) {
		return find(type).isMessage(type);
	}

}
