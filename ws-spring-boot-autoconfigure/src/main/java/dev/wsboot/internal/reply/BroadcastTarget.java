/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.server.waits.PeerFuture;
import dev.wsboot.engine.server.StreamItems;
import dev.wsboot.internal.invocation.Invocation;

/**
 * A target that sends values to many sessions. Safe to use from any thread.
 *
 * @param writer the writer of the values
 * @param broadcast a function that sends a message to the receivers of an invocation
 */
record BroadcastTarget(ValueWriter writer, BiConsumer<Invocation, Object> broadcast) implements ReplyTarget {

	private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

	/**
	 * Number of bytes added to the payload of each item, so that a stream of empty items
	 * waits as well.
	 */
	private static final int OVERHEAD = 16;

	@Override
	public CompletionStage<Void> send(Invocation invocation, Object value) {
		this.broadcast.accept(invocation, this.writer.prepare(value));
		return DONE;
	}

	@Override
	public Sent sendItem(Invocation invocation, Object item, long queued) {
		PreparedMessage message = this.writer.prepare(item);
		PeerFuture<Void> outcome = StreamItems.broadcast((each) -> this.broadcast.accept(invocation, each), message);
		return new Sent(outcome, outcome.isDone() ? 0 : queued + message.bytes().length + OVERHEAD);
	}

}
