/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import dev.wsboot.internal.invocation.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that takes one item of a publisher, or {@code null} if the publisher has
 * none. Used by the publisher's threads.
 */
public final class FirstItem extends SessionSubscriber {

	private final CompletableFuture<@Nullable Object> item = new CompletableFuture<>();

	private FirstItem(Invocation invocation) {
		super(invocation);
	}

	/**
	 * Subscribes to a publisher until it emits an item or the session ends.
	 * @param invocation the invocation whose reply is the item
	 * @param publisher the publisher
	 * @return a stage of the first item
	 */
	public static CompletionStage<@Nullable Object> of(Invocation invocation, Flow.Publisher<?> publisher) {
		FirstItem first = new FirstItem(invocation);
		publisher.subscribe(first);
		return first.item;
	}

	@Override
	public void take(Object item) {
		cancel();
		this.item.complete(item);
	}

	@Override
	public void failed(Throwable error) {
		this.item.completeExceptionally(error);
	}

	@Override
	public void completed() {
		this.item.complete(null);
	}

}
