/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.BaseStream;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.stream.StreamLimit;
import dev.wsboot.internal.stream.StreamedReplies;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Sends the items of a stream or an iterable as one message each. Items are pulled on the
 * executor, concurrently with the session's other calls, and no faster than the session,
 * or the fastest receiver, accepts messages. Safe to use from any thread.
 *
 * @param target the target of the items
 * @param broadcast whether the target is a broadcast, whose items are not replies
 * @param limit the limit for the streamed replies of each session
 */
record PulledReply(ReplyTarget target, boolean broadcast, StreamLimit limit) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		if (result instanceof BaseStream<?, ?> stream) {
			StreamedReplies.begin(this.limit, invocation, new Pull(this, invocation, stream, stream));
		}
		else if (result instanceof Iterable<?> iterable) {
			StreamedReplies.begin(this.limit, invocation, new Pull(this, invocation, iterable, null));
		}
	}

	/**
	 * One stream that is being sent. Items are pulled by one task at a time. The task
	 * ends when the session has no room, and regularly to let other work run.
	 */
	private static final class Pull implements StreamedReplies.Stream, Runnable {

		private final PulledReply reply;

		private final Invocation invocation;

		private final Object source;

		private final @Nullable BaseStream<?, ?> stream;

		private final StreamPace pace;

		private @Nullable Iterator<?> items;

		private boolean closed;

		private Runnable ended = () -> {
		};

		Pull(PulledReply reply, Invocation invocation, Object source, @Nullable BaseStream<?, ?> stream) {
			this.reply = reply;
			this.invocation = invocation;
			this.source = source;
			this.stream = stream;
			this.pace = new StreamPace(invocation, reply.target);
		}

		@Override
		public void begin(Runnable ended) {
			this.ended = ended;
			pullLater();
		}

		@Override
		public void discard() {
			close();
		}

		private void pullLater() {
			try {
				this.invocation.executor().execute(this);
			}
			catch (RejectedExecutionException ex) {
				// the server has stopped
				this.invocation.runOnAnyThread(this::close);
			}
		}

		@Override
		public void run() {
			try {
				this.invocation.runOnHandlerThread(this::pullOrClose);
			}
			catch (Throwable ex) {
				// not yet closed if no item was pulled
				this.invocation.runOnAnyThread(this::close);
				this.invocation.fail(ex);
			}
		}

		private @Nullable Object pullOrClose(Invocation invocation) {
			if (this.reply.broadcast) {
				pullOrClose();
			}
			else {
				invocation.session().asReply(this::pullOrClose);
			}
			return null;
		}

		private void pullOrClose() {
			boolean paused = false;
			try {
				paused = pull();
			}
			finally {
				if (!paused) {
					close();
				}
			}
		}

		/**
		 * Sends items until there are no more items, or no room.
		 * @return {@code true} if this task has scheduled itself to run again
		 */
		private boolean pull() {
			Iterator<?> items = items();
			while (this.invocation.session().isOpen() && items.hasNext()) {
				Object item = items.next();
				if (item == null) {
					throw new NullPointerException("A stream of messages contains null");
				}
				CompletionStage<Void> room = this.pace.send(item);
				if (room != null) {
					// also after a failure, to see that the session has closed
					room.whenComplete((done, failure) -> pullLater());
					return true;
				}
			}
			return false;
		}

		private Iterator<?> items() {
			Iterator<?> present = this.items;
			if (present == null) {
				present = (this.stream != null) ? this.stream.iterator() : ((Iterable<?>) this.source).iterator();
				this.items = present;
			}
			return present;
		}

		private void close() {
			if (this.closed) {
				return;
			}
			this.closed = true;
			try {
				if (this.stream != null) {
					this.stream.close();
				}
			}
			catch (Throwable ex) {
				this.invocation.fail(ex);
			}
			finally {
				this.ended.run();
			}
		}

	}

	/**
	 * Plans the replies of methods that return streams, or the type {@link Iterable}
	 * itself. Subtypes such as collections are sent as one message.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return isStream(type) || type == Iterable.class;
		}

		@Override
		public Reply plan(ReplyContext context) {
			ResolvableType type = isStream(context.rawType()) ? context.type().as(BaseStream.class) : context.type();
			return new PulledReply(context.targetOfItems(type.getGeneric()), context.isBroadcast(),
					context.streamLimit());
		}

		@Override
		public boolean isMessage(Class<?> type) {
			return !isStream(type);
		}

		private static boolean isStream(Class<?> type) {
			return BaseStream.class.isAssignableFrom(type);
		}

	}

}
