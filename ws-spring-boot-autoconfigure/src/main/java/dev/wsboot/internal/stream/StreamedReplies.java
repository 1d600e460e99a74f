/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.SessionResources;
import org.jspecify.annotations.Nullable;

/**
 * The active streamed replies of one session. A reply beyond the limit begins when
 * another one has ended, and the session's next messages wait until then. Safe to use
 * from any thread.
 */
public final class StreamedReplies {

	private final StreamLimit limit;

	/** Number of active replies. Guarded by this. */
	private int running;

	/** True if the limit was lifted. Guarded by this. */
	private boolean lifted;

	/**
	 * The replies that have not begun; {@code null} if there has been none. Guarded by
	 * this.
	 */
	private @Nullable Queue<Waiting> waiting;

	/**
	 * Creates the streamed replies of a session.
	 * @param limit the limit of the endpoint
	 */
	StreamedReplies(StreamLimit limit) {
		this.limit = limit;
	}

	/**
	 * Returns the streamed replies of a session.
	 * @param resources the resources of the session, which store the replies
	 * @param limit the limit of the endpoint
	 * @return the streamed replies
	 */
	public static StreamedReplies of(SessionResources resources, StreamLimit limit) {
		return resources.attachment(StreamedReplies.class, () -> new StreamedReplies(limit));
	}

	/**
	 * Begins a reply of many messages. If too many replies are active, the reply begins
	 * later, and the session's next messages wait until then. Replies to calls that occur
	 * once for each session begin at once and are not counted.
	 * @param limit the limit of the endpoint
	 * @param invocation the invocation that the stream replies to
	 * @param stream the reply
	 */
	public static void begin(StreamLimit limit, Invocation invocation, Stream stream) {
		if (invocation.isOncePerSession()) {
			stream.begin(() -> {
			});
		}
		else {
			of(invocation.resources(), limit).begin(invocation, stream);
		}
	}

	private void begin(Invocation invocation, Stream stream) {
		Waiting later = beginOrWait(invocation, stream);
		if (later == null) {
			stream.begin(this::ended);
			return;
		}
		this.limit.reached(invocation.session());
		if (invocation.atClose(later)) {
			invocation.holdUntil(later.begun);
		}
		else {
			later.run();
		}
	}

	private synchronized @Nullable Waiting beginOrWait(Invocation invocation, Stream stream) {
		if (this.lifted || this.running < this.limit.max()) {
			this.running++;
			return null;
		}
		Waiting later = new Waiting(invocation, stream);
		this.waiting = (this.waiting != null) ? this.waiting : new ArrayDeque<>(2);
		this.waiting.add(later);
		return later;
	}

	/**
	 * Lifts the limit, since the session is about to close. Otherwise, the close would
	 * wait for the messages before it, which wait for active replies that may end only at
	 * the close.
	 */
	public void lift() {
		Queue<Waiting> all;
		synchronized (this) {
			this.lifted = true;
			all = this.waiting;
			this.waiting = null;
			if (all == null) {
				return;
			}
			this.running += all.size();
		}
		all.forEach(this::beginLater);
	}

	/** Begins the next reply instead of one that has ended. */
	private void ended() {
		Waiting next;
		synchronized (this) {
			next = (this.waiting != null) ? this.waiting.poll() : null;
			if (next == null) {
				this.running--;
				return;
			}
		}
		beginLater(next);
	}

	/** Begins a reply on the executor, since its source is user code, which may block. */
	private void beginLater(Waiting next) {
		next.invocation.removeAtClose(next);
		try {
			next.invocation.executor().execute(() -> begin(next));
		}
		catch (RejectedExecutionException ex) {
			// the server has stopped
			ended();
			next.invocation.runOnAnyThread(next::discard);
		}
	}

	private void begin(Waiting next) {
		if (!next.invocation.session().isOpen()) {
			ended();
			next.invocation.runOnAnyThread(next::discard);
			return;
		}
		try {
			next.invocation.runOnHandlerThread((invocation) -> {
				next.stream.begin(this::ended);
				return null;
			});
		}
		catch (Throwable ex) {
			next.invocation.fail(ex);
		}
		finally {
			next.begun.complete(null);
		}
	}

	private synchronized boolean remove(Waiting later) {
		return this.waiting != null && this.waiting.remove(later);
	}

	/**
	 * A reply of many messages.
	 */
	public interface Stream {

		/**
		 * Requests the first message.
		 * @param ended a task that must be run once, when the stream has ended and its
		 * last message is written, also if this method fails
		 */
		void begin(Runnable ended);

		/** Discards the reply before it begins, because the session has ended. */
		void discard();

	}

	/**
	 * A reply that has not begun. The task itself discards the reply at the end of the
	 * session.
	 */
	private final class Waiting implements Runnable {

		final Invocation invocation;

		final Stream stream;

		/**
		 * Completes when the reply has begun or was discarded, which the session's next
		 * messages wait for.
		 */
		final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();

		Waiting(Invocation invocation, Stream stream) {
			this.invocation = invocation;
			this.stream = stream;
		}

		@Override
		public void run() {
			if (remove(this)) {
				discard();
			}
		}

		void discard() {
			try {
				this.stream.discard();
			}
			finally {
				this.begun.complete(null);
			}
		}

	}

}
