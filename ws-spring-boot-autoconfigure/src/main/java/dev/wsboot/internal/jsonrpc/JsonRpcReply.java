package dev.wsboot.internal.jsonrpc;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.ReactiveTypes;
import dev.wsboot.internal.reply.ReplyPlanner;
import dev.wsboot.internal.reply.ReplyTargets;
import dev.wsboot.internal.stream.FirstItem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Answers a request of JSON-RPC with what its method returns, or with that which the
 * stage brings that it returns; the session's next calls do not wait for it.
 *
 * @param type what the method returns; an interceptor may return a result of any type
 * @param stage makes a stage of what the method returns, or {@code null} if it returns
 * the result
 * @param resultType what the result is
 * @param writer writes such results
 * @param others writes those of interceptors
 */
public record JsonRpcReply(Class<?> type, @Nullable BiFunction<Invocation, Object, CompletionStage<?>> stage,
		Class<?> resultType, JsonCodec.Writer writer, JsonCodec.Writer others) implements Reply {

	/**
	 * Plans the answer of a method.
	 * @param method the method
	 * @param json writes results
	 * @return the plan
	 */
	public static JsonRpcReply plan(MethodSignature method, JsonCodec json) {
		ResolvableType type = method.returnType();
		Class<?> declared = type.resolve(Object.class);
		BiFunction<Invocation, Object, CompletionStage<?>> stage = stage(declared);
		ResolvableType result = type;
		if (stage != null) {
			boolean isStage = CompletionStage.class.isAssignableFrom(declared);
			result = isStage ? type.as(CompletionStage.class).getGeneric() : type.getGeneric();
		}
		if (result.resolve() == Optional.class) {
			result = result.getGeneric();
		}
		Class<?> raw = result.resolve(Object.class);
		if (ReplyPlanner.isNoMessage(raw) || raw.getPackageName().startsWith("dev.wsboot.engine")
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
		return new JsonRpcReply(declared, stage, raw,
				json.writer((raw == void.class) ? Object.class : method.javaType(result), view),
				json.writer(Object.class, view));
	}

	private static @Nullable BiFunction<Invocation, Object, CompletionStage<?>> stage(Class<?> type) {
		if (CompletionStage.class.isAssignableFrom(type)) {
			return (invocation, stage) -> (CompletionStage<?>) stage;
		}
		if (ReactiveTypes.isReactive(type) && ReactiveTypes.isSingle(type)) {
			return (invocation, value) -> FirstItem.of(invocation, ReactiveTypes.publisher(type, value));
		}
		return null;
	}

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		Assert.state(invocation.event() instanceof JsonRpcRequestContext, "Not called by JSON-RPC");
		JsonRpcRequestContext request = (JsonRpcRequestContext) invocation.event();
		if (this.stage == null || !this.type.isInstance(result)) {
			request.succeed(write(result));
			return;
		}
		CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
		this.stage.apply(invocation, result).whenComplete((value, failure) -> {
			try {
				invocation.inside(() -> complete(invocation, request, value, failure));
			}
			finally {
				answered.complete(null);
			}
		});
		// behind what users' code may throw, as nobody would end it then
		if (!answered.isDone()) {
			invocation.holdUntil(answered);
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
			request.fail(invocation, ex);
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
		if (ReplyPlanner.isNoMessage(value.getClass())) {
			throw new IllegalStateException(
					"An interceptor has returned a " + value.getClass().getName() + " for a method that returns "
							+ this.type.getSimpleName() + ": it may return that, or the result");
		}
		return this.others.write(value);
	}

}
