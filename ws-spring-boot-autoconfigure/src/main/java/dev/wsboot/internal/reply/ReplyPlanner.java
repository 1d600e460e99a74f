/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.stream.StreamLimit;

/**
 * Plans the replies of the handler methods of one endpoint, by their declared return
 * types. Used by one thread, at startup.
 */
public final class ReplyPlanner {

	private final ReplyFactories factories;

	private final ReplyTargets targets;

	private final StreamLimit streamLimit;

	/** True if a planned method replies to messages with a stream. */
	private boolean streamed;

	/**
	 * Creates a planner.
	 * @param factories the kinds of replies
	 * @param targets the planner of destinations
	 * @param streamLimit the limit for the streamed replies of each session
	 */
	public ReplyPlanner(ReplyFactories factories, ReplyTargets targets, StreamLimit streamLimit) {
		this.factories = factories;
		this.targets = targets;
		this.streamLimit = streamLimit;
	}

	/**
	 * Plans the reply of a method.
	 * @param kind the kind of the method
	 * @param method the method
	 * @return the reply
	 */
	public Reply plan(HandlerKind kind, MethodSignature method) {
		ReplyContext context = new ReplyContext(kind, method, method.returnType(), this.targets, this.streamLimit,
				this::plan);
		Reply reply = plan(context);
		this.streamed |= context.isStreamed();
		if (kind == HandlerKind.CLOSE || !this.targets.isIntercepted()) {
			return reply;
		}
		return new InterceptedReply(method, context.rawType(), reply, this.targets.ofInterceptors(), this.factories);
	}

	private Reply plan(ReplyContext context) {
		return this.factories.find(context.rawType()).plan(context);
	}

	/**
	 * Returns whether a planned method replies to messages with a stream.
	 * @return whether there is such a method
	 */
	public boolean areStreamed() {
		return this.streamed;
	}

}
