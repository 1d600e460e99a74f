/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;

/**
 * The destination of the single values that a handler method returns: the session or
 * many. Planned at startup. Safe to use from any thread.
 */
public interface ReplyTarget {

	/**
	 * Sends a value as one message.
	 * @param invocation the invocation that is replied to
	 * @param value the value
	 * @return a stage that completes when there may be room for more
	 */
	CompletionStage<Void> send(Invocation invocation, Object value);

	/**
	 * Sends an item of a stream as one message.
	 * @param invocation the invocation that is replied to
	 * @param item the item
	 * @param queued size in bytes of earlier items that are perhaps not written yet
	 * @return the item's outcome, for which the stream may wait
	 */
	Sent sendItem(Invocation invocation, Object item, long queued);

	/**
	 * The outcome of an item of a stream.
	 *
	 * @param outcome completes, in any way, when there is room for more
	 * @param queued size in bytes of the items that the fastest receiver has perhaps not
	 * taken yet
	 */
	record Sent(CompletionStage<Void> outcome, long queued) {
	}

}
