/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.function.Function;

import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.stream.StreamLimit;

import org.springframework.core.ResolvableType;

/**
 * A return type for which a {@link ReplyFactory} plans a reply, and the parts that
 * planning needs. Used by one thread, at startup.
 */
public final class ReplyContext {

	private final HandlerKind kind;

	private final MethodSignature method;

	private final ResolvableType type;

	/** True if the value becomes available after the method has returned. */
	private final boolean later;

	private final ReplyTargets targets;

	private final StreamLimit streamLimit;

	/** A function that plans the reply of a value that becomes available later. */
	private final Function<ReplyContext, Reply> inner;

	/** True if a reply of many messages was planned. */
	private boolean streamed;

	/**
	 * Creates the context of a method's return type.
	 * @param kind the kind of the method
	 * @param method the method
	 * @param type the return type
	 * @param targets the planner of destinations
	 * @param streamLimit the limit for the streamed replies of each session
	 * @param inner a function that plans the reply of a value that becomes available
	 * later
	 */
	ReplyContext(HandlerKind kind, MethodSignature method, ResolvableType type, ReplyTargets targets,
			StreamLimit streamLimit, Function<ReplyContext, Reply> inner) {
		this(kind, method, type, false, targets, streamLimit, inner);
	}

	private ReplyContext(HandlerKind kind, MethodSignature method, ResolvableType type, boolean later,
			ReplyTargets targets, StreamLimit streamLimit, Function<ReplyContext, Reply> inner) {
		this.kind = kind;
		this.method = method;
		this.type = type;
		this.later = later;
		this.targets = targets;
		this.streamLimit = streamLimit;
		this.inner = inner;
	}

	MethodSignature method() {
		return this.method;
	}

	/**
	 * Returns the type to plan.
	 * @return the return type of the method, or the type of a value that becomes
	 * available later
	 */
	ResolvableType type() {
		return this.type;
	}

	/**
	 * Returns the type to plan without its generic parameters.
	 * @return the type
	 */
	Class<?> rawType() {
		return this.type.resolve(Object.class);
	}

	/**
	 * Returns whether the value becomes available on any thread after the method has
	 * returned.
	 * @return {@code false} if the method itself returns the value
	 */
	boolean isLater() {
		return this.later;
	}

	boolean isBroadcast() {
		return this.targets.isBroadcast(this.method);
	}

	StreamLimit streamLimit() {
		return this.streamLimit;
	}

	/**
	 * Plans the destination of one message.
	 * @param message the type of the message
	 * @return the target
	 */
	ReplyTarget target(ResolvableType message) {
		return this.targets.plan(this.kind, this.method, message);
	}

	/**
	 * Plans the destination of many messages.
	 * @param item the type of each message
	 * @return the target
	 */
	ReplyTarget targetOfItems(ResolvableType item) {
		if (this.kind == HandlerKind.CLOSE) {
			throw this.method.location()
				.mistake("returns many messages, but the session is already closed", "Return at most one message");
		}
		this.streamed |= this.kind != HandlerKind.OPEN;
		return target(item);
	}

	/**
	 * Plans the reply of a value that becomes available after the method has returned.
	 * @param value the type of the value
	 * @return the reply
	 */
	Reply later(ResolvableType value) {
		ReplyContext context = new ReplyContext(this.kind, this.method, value, true, this.targets, this.streamLimit,
				this.inner);
		Reply reply = this.inner.apply(context);
		this.streamed |= context.streamed;
		return reply;
	}

	/**
	 * Returns whether a reply of many messages was planned, other than that of an
	 * opening.
	 * @return whether {@link #targetOfItems} was called for such a reply
	 */
	boolean isStreamed() {
		return this.streamed;
	}

}
