/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The reply of methods that return nothing. Safe to use from any thread.
 */
final class EmptyReply implements Reply {

	private EmptyReply() {
	}

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
	}

	/**
	 * Plans the replies of methods that return nothing.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return type == void.class || type == Void.class;
		}

		@Override
		public Reply plan(ReplyContext context) {
			if (context.isBroadcast()) {
				throw context.method()
					.location()
					.mistake("is annotated with @Broadcast, but returns nothing",
							"Return the message, or remove @Broadcast");
			}
			return new EmptyReply();
		}

		@Override
		public boolean isMessage(Class<?> type) {
			return true;
		}

	}

}
