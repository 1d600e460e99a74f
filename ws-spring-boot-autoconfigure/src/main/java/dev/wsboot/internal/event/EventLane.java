/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.event;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * The events of one user, or of one session without a user, that are still to be
 * published, one at a time. Used only under the entry of the map that contains it.
 */
final class EventLane {

	private final Queue<Entry> entries = new ArrayDeque<>(4);

	/** The number of open sessions of the user; 0 for a session without a user. */
	int sessions;

	/** Whether a thread is publishing events, or is about to. */
	boolean running;

	void add(ApplicationEvent event, @Nullable CompletableFuture<@Nullable Void> published) {
		this.entries.add(new Entry(event, published));
	}

	@Nullable Entry next() {
		return this.entries.poll();
	}

	/**
	 * An event.
	 *
	 * @param event the event
	 * @param published completes when the event is published; {@code null} if nobody
	 * waits
	 */
	record Entry(ApplicationEvent event, @Nullable CompletableFuture<@Nullable Void> published) {
	}

}
