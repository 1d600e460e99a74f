/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Sends a reply when a stage completes. Until then, the session's next call waits without
 * occupying a thread, so that replies are sent in order. Safe to use from any thread.
 *
 * @param source the converter of results to stages
 * @param inner the reply that sends the value of a stage
 */
record StageReply(StageSource source, Reply inner) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		if (result == null) {
			return;
		}
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		CompletionStage<?> later = this.source.stage(invocation, result);
		if (isDone(later)) {
			// sent within the call
			later.whenComplete((value, failure) -> sendAsReply(invocation, value, failure, done));
		}
		else {
			later.whenComplete(
					(value, failure) -> invocation.runOnAnyThread(() -> sendAsReply(invocation, value, failure, done)));
		}
		if (!done.isDone()) {
			invocation.holdUntil(done);
		}
	}

	/**
	 * Returns true if a stage is known to be done, which minimal stages do not reveal.
	 */
	private static boolean isDone(CompletionStage<?> stage) {
		return stage.getClass() == CompletableFuture.class && ((CompletableFuture<?>) stage).isDone();
	}

	private void sendAsReply(Invocation invocation, @Nullable Object value, @Nullable Throwable failure,
			CompletableFuture<@Nullable Void> done) {
		invocation.session().asReply(() -> send(invocation, value, failure, done));
	}

	private void send(Invocation invocation, @Nullable Object value, @Nullable Throwable failure,
			CompletableFuture<@Nullable Void> done) {
		Throwable error = failure;
		if (error == null) {
			try {
				this.inner.send(invocation, value);
			}
			catch (Throwable ex) {
				error = ex;
			}
		}
		if (error == null) {
			done.complete(null);
		}
		else {
			Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause()
					: error;
			invocation.failLater(cause, () -> done.complete(null));
		}
	}

	/**
	 * Plans the replies of methods whose result becomes available later, as one value.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return StageSource.supports(type);
		}

		@Override
		public Reply plan(ReplyContext context) {
			StageSource source = StageSource.of(context.type());
			Assert.state(source != null, "Not a supported type");
			boolean noValue = source.isReactive() && !context.type().hasGenerics();
			return new StageReply(source,
					context.later(noValue ? ResolvableType.forClass(Void.class) : source.valueType()));
		}

	}

}
