/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Sends the items of one stream, and reports when there is room for the next item. Used
 * by one thread at a time.
 */
public final class StreamPace {

	/** Maximum number of items that a stream sends before other work gets the thread. */
	private static final int ITEMS_IN_TURN = 64;

	/**
	 * Size in bytes of queued items up to which a stream continues, so that small items
	 * are written together.
	 */
	private static final int MAX_QUEUED = 1024;

	private static final CompletionStage<Void> NOW = CompletableFuture.completedStage(null);

	private final Invocation invocation;

	private final ReplyTarget target;

	/** Number of items sent since other work last got the thread. */
	private int inTurn;

	/** Size in bytes of the items sent since the stream last waited. */
	private long queued;

	/** The last item; {@code null} before the first. */
	private volatile ReplyTarget.@Nullable Sent last;

	/**
	 * Creates the pace of a stream that has not begun.
	 * @param invocation the invocation whose result is the stream
	 * @param target the target of the items
	 */
	public StreamPace(Invocation invocation, ReplyTarget target) {
		this.invocation = invocation;
		this.target = target;
	}

	/**
	 * Sends an item.
	 * @param item the item
	 * @return {@code null} if the next item may follow now; otherwise, a stage after
	 * which the stream continues on another thread, already complete if the pause only
	 * lets other work run
	 */
	public @Nullable CompletionStage<Void> send(Object item) {
		ReplyTarget.Sent sent = this.target.sendItem(this.invocation, item, this.queued);
		this.last = sent;
		this.queued = sent.queued();
		this.inTurn++;
		if (!hasRoom(sent)) {
			this.queued = 0;
			this.inTurn = 0;
			return sent.outcome();
		}
		if (this.inTurn < ITEMS_IN_TURN) {
			return null;
		}
		this.inTurn = 0;
		return NOW;
	}

	/**
	 * Sends an item that the publisher has emitted without a request. Such items cannot
	 * be delayed, so the overflow policy applies.
	 * @param item the item
	 */
	public void sendUnrequested(Object item) {
		this.last = new ReplyTarget.Sent(this.target.send(this.invocation, item), Long.MAX_VALUE);
	}

	/**
	 * Runs a task when the last item is written, or at once if there is room.
	 * @param task the task
	 */
	public void whenWritten(Runnable task) {
		ReplyTarget.Sent sent = this.last;
		if (sent == null || hasRoom(sent)) {
			task.run();
		}
		else {
			sent.outcome().whenComplete((done, failure) -> task.run());
		}
	}

	private static boolean hasRoom(ReplyTarget.Sent sent) {
		return sent.queued() <= MAX_QUEUED;
	}

}
