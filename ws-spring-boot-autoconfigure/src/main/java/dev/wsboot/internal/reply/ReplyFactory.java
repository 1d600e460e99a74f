/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Reply;

/**
 * Plans the replies of handler methods of one kind of return type. The kinds are an
 * ordered list, and the first that supports a type plans it; a new kind of reply is a new
 * factory in {@link ReplyKinds}, or a bean of this type, which is asked before those.
 * Used at startup.
 */
public interface ReplyFactory {

	/**
	 * Returns whether this factory plans the replies of a return type.
	 * @param type the declared type, without its generic parameters
	 * @return {@code false} to ask the next factory
	 */
	boolean supports(Class<?> type);

	/**
	 * Plans a reply.
	 * @param context the method, its type, and the parts of a plan
	 * @return the reply
	 * @throws InvalidEndpointException if the method must not reply so
	 */
	Reply plan(ReplyContext context);

	/**
	 * Returns whether values of a supported type are one message each, so that they may
	 * be items of a stream or the value of a stage.
	 * @param type a supported type, declared or of a value
	 * @return {@code false} if a value is many messages, or comes later
	 */
	default boolean isMessage(Class<?> type) {
		return false;
	}

}
