/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.Optional;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Sends the result of a handler method as one message, or nothing if the result is
 * {@code null} or an empty {@link Optional}. Safe to use from any thread.
 *
 * @param target the target of the message
 */
record MessageReply(ReplyTarget target) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (value != null) {
			this.target.send(invocation, value);
		}
	}

	/**
	 * Plans the replies of methods with any other return type.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return true;
		}

		@Override
		public Reply plan(ReplyContext context) {
			ResolvableType type = context.type();
			return new MessageReply(context.target((context.rawType() == Optional.class) ? type.getGeneric() : type));
		}

		@Override
		public boolean isMessage(Class<?> type) {
			return true;
		}

	}

}
