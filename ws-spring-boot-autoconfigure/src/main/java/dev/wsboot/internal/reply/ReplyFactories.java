/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.List;

/**
 * The kinds of replies in the order in which they are asked. Immutable.
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
		throw new IllegalStateException("No reply is of the type " + type.getName());
	}

	/**
	 * Returns whether values of a type are one message each.
	 * @param type the type, declared or of a value
	 * @return {@code false} if a value is many messages, or comes later
	 */
	public boolean isMessage(Class<?> type) {
		return find(type).isMessage(type);
	}

}
