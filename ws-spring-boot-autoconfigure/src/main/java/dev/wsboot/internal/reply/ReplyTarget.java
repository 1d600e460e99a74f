/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;

/**
 * The destination of single values that a handler method returns: the session itself, or
 * many sessions. Planned at startup. Safe to use from any thread.
 */
public interface ReplyTarget {

	/**
	 * Sends a value as one message.
	 * @param invocation the invocation whose result is sent
	 * @param value the value
	 * @return a stage that completes when there may be room for more
	 */
	CompletionStage<Void> send(Invocation invocation, Object value);

	/**
	 * Sends an item of a stream as one message.
	 * @param invocation the invocation whose result is sent
	 * @param item the item
	 * @param queued size in bytes of earlier items that may not be written yet
	 * @return the outcome of the item, which the stream may wait for
	 */
	Sent sendItem(Invocation invocation, Object item, long queued);

	/**
	 * The outcome of an item of a stream.
	 *
	 * @param outcome a stage that completes, normally or not, when there is room for more
	 * @param queued size in bytes of the items that may not be written to the fastest
	 * receiver yet
	 */
	record Sent(CompletionStage<Void> outcome, long queued) {
	}

}
