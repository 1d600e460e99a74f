/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.reply.ReplyFactories;
import dev.wsboot.internal.reply.ReplyTargets;
import dev.wsboot.internal.reply.StageSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Responds to a request of JSON-RPC with the result of its method, or with the value that
 * a result has later; the session's next calls do not wait for it. Safe to use from any
 * thread.
 *
 * @param type the return type of the method; an interceptor may return any other type
 * @param source makes stages of results, or {@code null} if the method returns values
 * @param resultType the type of the values
 * @param writer writes values of that type
 * @param others writes values of interceptors
 * @param factories the kinds of replies
 */
public record JsonRpcReply(Class<?> type, @Nullable StageSource source, Class<?> resultType, JsonCodec.Writer writer,
		JsonCodec.Writer others, ReplyFactories factories) implements Reply {

	/**
	 * Plans the reply of a method.
	 * @param method the method
	 * @param json writes results
	 * @param factories the kinds of replies
	 * @return the reply
	 */
	public static JsonRpcReply plan(MethodSignature method, JsonCodec json, ReplyFactories factories) {
		ResolvableType type = method.returnType();
		StageSource source = StageSource.of(type);
		ResolvableType result = (source != null) ? source.valueType() : type;
		if (result.resolve() == Optional.class) {
			result = result.getGeneric();
		}
		Class<?> raw = result.resolve(Object.class);
		if (!factories.isMessage(raw) || raw.getPackageName().startsWith("dev.wsboot.engine")
				|| method.hasMethodAnnotation(Broadcast.class)) {
			throw method.location()
				.mistake(
						"returns " + raw.getSimpleName()
								+ (method.hasMethodAnnotation(Broadcast.class) ? " to broadcast it" : "")
								+ ", which cannot be the one result of a call",
						"Return what is written as JSON, or a CompletionStage or Mono of it, and call the clients' methods by "
								+ "JsonRpcSession");
		}
		ReplyTargets.checkIsWaitedFor(method, raw);
		Class<?> view = JsonViews.of(method);
		return new JsonRpcReply(type.resolve(Object.class), source, raw,
				json.writer((raw == void.class) ? Object.class : method.javaType(result), view),
				json.writer(Object.class, view), factories);
	}

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		JsonRpcRequestContext request = (invocation.event() instanceof CallEvent.NamedEvent event
				&& event.values() instanceof JsonRpcRequestContext context) ? context : null;
		Assert.state(request != null, "Not called by JSON-RPC");
		if (this.source == null || !this.type.isInstance(result)) {
			request.succeed(write(result));
			return;
		}
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		this.source.stage(invocation, result).whenComplete((value, failure) -> {
			try {
				invocation.runOnAnyThread(() -> complete(invocation, request, value, failure));
			}
			finally {
				done.complete(null);
			}
		});
		// last, as user code above may throw, and nobody would complete it then
		if (!done.isDone()) {
			invocation.holdUntil(done);
		}
	}

	private void complete(Invocation invocation, JsonRpcRequestContext request, @Nullable Object value,
			@Nullable Throwable failure) {
		Throwable error = failure;
		if (error == null) {
			try {
				request.succeed(write(value));
				return;
			}
			catch (Throwable ex) {
				error = ex;
			}
		}
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		try {
			// a method for errors may block
			invocation.executor().execute(() -> request.fail(invocation, cause));
		}
		catch (RejectedExecutionException ex) {
			// the server has stopped
			request.fail(invocation, cause);
		}
	}

	private byte @Nullable [] write(@Nullable Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (value == null) {
			return null;
		}
		if (ClassUtils.isAssignableValue(this.resultType, value)) {
			return this.writer.write(value);
		}
		if (!this.factories.isMessage(value.getClass())) {
			throw new IllegalStateException(
					"An interceptor has returned a " + value.getClass().getName() + " for a method that returns "
							+ this.type.getSimpleName() + ": it may return that, or the result");
		}
		return this.others.write(value);
	}

}
