/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The reply of a method with interceptors. An interceptor may replace the method's result
 * by one of any type that is sent as one message. Safe to use from any thread.
 *
 * @param method the method
 * @param type the return type of the method
 * @param reply the reply for results of the method's type
 * @param target the target of other messages of interceptors
 * @param factories the kinds of replies
 */
record InterceptedReply(MethodSignature method, Class<?> type, Reply reply, ReplyTarget target,
		ReplyFactories factories) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) throws Exception {
		if (result == null || ClassUtils.isAssignableValue(this.type, result)) {
			this.reply.send(invocation, result);
		}
		else if (!this.factories.isMessage(result.getClass())) {
			throw new IllegalStateException("An interceptor has returned a " + result.getClass().getName() + " for "
					+ this.method.location() + ", which returns " + this.type.getSimpleName()
					+ ": interceptors must return that type, or a type that is sent as one message");
		}
		else {
			this.target.send(invocation, result);
		}
	}

}
