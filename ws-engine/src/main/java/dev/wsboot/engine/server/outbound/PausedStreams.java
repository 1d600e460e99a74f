/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.wsboot.engine.SendException;
import org.jspecify.annotations.Nullable;

/**
 * The futures of stream items that one connection has dropped. They are completed when
 * the peer has taken something, as their streams would never stop sending items to be
 * dropped otherwise. Safe to use from any thread.
 */
final class PausedStreams {

	/** The number of futures from which on complete ones are looked for and removed. */
	private static final int CLEAN_UP_THRESHOLD = 16;

	/** The incomplete futures, perhaps with complete ones. Guarded by this. */
	private List<SendFuture> outcomes = new ArrayList<>(2);

	/** The number of futures at which complete ones are removed. Guarded by this. */
	private int limit = CLEAN_UP_THRESHOLD;

	/**
	 * Adds the future of a dropped item. Other connections with the same item of a
	 * broadcast may complete the future earlier; then it is removed after a while.
	 */
	synchronized void add(SendFuture outcome) {
		if (this.outcomes.size() >= this.limit) {
			this.outcomes.removeIf(SendFuture::isDone);
			this.limit = Math.max(CLEAN_UP_THRESHOLD, 2 * this.outcomes.size());
		}
		this.outcomes.add(outcome);
	}

	/**
	 * Completes all futures, so that their streams continue. The caller holds no lock.
	 * @param failure the reason why there will be no room; {@code null} if there is room
	 * @param elsewhere completes futures that have callbacks
	 */
	void resume(SendException.@Nullable Reason failure, Executor elsewhere) {
		for (SendFuture each : removeAll()) {
			each.complete(failure, elsewhere);
		}
	}

	private synchronized List<SendFuture> removeAll() {
		List<SendFuture> all = this.outcomes;
		if (all.isEmpty()) {
			return List.of();
		}
		this.outcomes = new ArrayList<>(2);
		this.limit = CLEAN_UP_THRESHOLD;
		return all;
	}

}
