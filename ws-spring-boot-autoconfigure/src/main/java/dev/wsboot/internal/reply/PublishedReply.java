/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.ReactiveTypes;
import dev.wsboot.internal.stream.SessionSubscriber;
import dev.wsboot.internal.stream.StreamLimit;
import dev.wsboot.internal.stream.StreamedReplies;
import org.jspecify.annotations.Nullable;

/**
 * Sends the items of a publisher as one message each, concurrently with the session's
 * other calls, and requests the next item when the session, or one of the receivers, has
 * room. Items that the publisher emits without a request are subject to the overflow
 * policy. Safe to use from any thread.
 *
 * @param publisher a function that converts a result to a publisher
 * @param target the target of the items
 * @param broadcast whether the target is a broadcast, whose items are not replies
 * @param limit the limit for the streamed replies of each session
 */
record PublishedReply(Function<Object, Flow.Publisher<?>> publisher, ReplyTarget target, boolean broadcast,
		StreamLimit limit) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		if (result != null) {
			StreamedReplies.begin(this.limit, invocation,
					new ItemSender(invocation, this, this.publisher.apply(result)));
		}
	}

	/**
	 * Sends the items of one publisher.
	 */
	private static final class ItemSender extends SessionSubscriber implements StreamedReplies.Stream {

		private final PublishedReply reply;

		private final Flow.Publisher<?> publisher;

		private final StreamPace pace;

		/** True while a requested item has not arrived. */
		private volatile boolean requested = true;

		/** The task to run when the last item is written. */
		private volatile Runnable ended = () -> {
		};

		ItemSender(Invocation invocation, PublishedReply reply, Flow.Publisher<?> publisher) {
			super(invocation);
			this.reply = reply;
			this.publisher = publisher;
			this.pace = new StreamPace(invocation, reply.target);
		}

		@Override
		public void begin(Runnable ended) {
			this.ended = ended;
			try {
				this.publisher.subscribe(this);
			}
			catch (Throwable ex) {
				cancel();
				throw ex;
			}
		}

		@Override
		public void discard() {
			// nothing was requested from the publisher
		}

		@Override
		public void over() {
			this.pace.whenWritten(this.ended);
		}

		@Override
		public void take(Object item) {
			if (this.requested) {
				this.requested = false;
				sendRequested(item);
			}
			else if (this.reply.broadcast) {
				this.pace.sendUnrequested(item);
			}
			else {
				call().session().asReply(() -> this.pace.sendUnrequested(item));
			}
		}

		private void sendRequested(Object item) {
			CompletionStage<Void> room = this.pace.send(item);
			if (!call().session().isOpen()) {
				// the session's end may wait for this very call
				cancel();
			}
			else if (room == null) {
				request();
			}
			else {
				// also after a failure, to see whether the session has closed
				room.whenComplete((done, failure) -> requestLater());
			}
		}

		private void request() {
			this.requested = true;
			requestNext();
		}

		/**
		 * Requests an item on the executor, since the publisher may produce the item in
		 * this call, and block.
		 */
		private void requestLater() {
			try {
				call().executor().execute(this::requestWithinCall);
			}
			catch (RejectedExecutionException ex) {
				// the server has stopped
				call().runOnAnyThread(this::cancel);
			}
		}

		/**
		 * Requests an item in the scope of the invocation, since the publisher may
		 * produce the item in this call.
		 */
		private void requestWithinCall() {
			try {
				call().runOnHandlerThread((invocation) -> {
					request();
					return null;
				});
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}

		@Override
		public void failed(Throwable error) {
			call().failLater(error);
		}

		@Override
		public void completed() {
		}

	}

	/**
	 * Plans the replies of methods that return publishers or reactive types of many
	 * items.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return Flow.Publisher.class.isAssignableFrom(type) || ReactiveTypes.isReactive(type);
		}

		@Override
		public Reply plan(ReplyContext context) {
			Class<?> type = context.rawType();
			if (Flow.Publisher.class.isAssignableFrom(type)) {
				ReplyTarget target = context.targetOfItems(context.type().as(Flow.Publisher.class).getGeneric());
				return new PublishedReply((publisher) -> (Flow.Publisher<?>) publisher, target, context.isBroadcast(),
						context.streamLimit());
			}
			return new PublishedReply((value) -> ReactiveTypes.publisher(type, value),
					context.targetOfItems(context.type().getGeneric()), context.isBroadcast(), context.streamLimit());
		}

	}

}
