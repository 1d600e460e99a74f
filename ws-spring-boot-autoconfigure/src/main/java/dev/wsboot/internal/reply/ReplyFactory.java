/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Reply;

/**
 * Plans the replies of handler methods with one kind of return type. The first factory in
 * the ordered list that supports a type plans the reply. A new kind of reply is a new
 * factory in {@link ReplyKinds}, or a bean of this type, which takes precedence. Used at
 * startup.
 */
public interface ReplyFactory {

	/**
	 * Returns whether this factory plans the replies of a return type.
	 * @param type the declared type, without its generic parameters
	 * @return {@code false} to let the next factory decide
	 */
	boolean supports(Class<?> type);

	/**
	 * Plans a reply.
	 * @param context the method, its type, and the parts of a plan
	 * @return the reply
	 * @throws InvalidEndpointException if this method must not have such a reply
	 */
	Reply plan(ReplyContext context);

	/**
	 * Returns whether a value of a supported type is sent as one message, so that the
	 * value may be an item of a stream or the result of a stage.
	 * @param type a supported type, declared or of a value
	 * @return {@code false} if a value is many messages, or becomes available later
	 */
	default boolean isMessage(Class<?> type) {
		return false;
	}

}
