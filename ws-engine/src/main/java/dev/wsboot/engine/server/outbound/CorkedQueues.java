/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The queues of one event loop whose frames wait for more frames of the same handler. If
 * the handler blocks before it sends them, another thread flushes the queue. Safe to use
 * from any thread.
 */
public final class CorkedQueues {

	/**
	 * Runs the flush. It is not the executor of the handlers, all of whose threads may be
	 * blocked.
	 */
	private final Executor executor;

	/** Queues that a blocked handler may have left corked. Guarded by this. */
	private final ArrayDeque<OutboundQueue> corked = new ArrayDeque<>();

	/** True if {@link #flush} is submitted and has not started. Guarded by this. */
	private boolean submitted;

	/**
	 * Creates the queues of one event loop.
	 * @param executor runs the flush
	 */
	public CorkedQueues(Executor executor) {
		this.executor = executor;
	}

	/** Has a queue flushed soon, unless the current thread flushes it before. */
	public void watch(OutboundQueue queue) {
		synchronized (this) {
			if (queue.watch()) {
				this.corked.add(queue);
			}
			if (this.submitted) {
				return;
			}
			this.submitted = true;
		}
		this.executor.execute(this::flush);
	}

	private void flush() {
		synchronized (this) {
			this.submitted = false;
		}
		for (OutboundQueue queue = poll(); queue != null; queue = poll()) {
			queue.flush();
		}
	}

	private synchronized @Nullable OutboundQueue poll() {
		OutboundQueue queue = this.corked.poll();
		if (queue != null) {
			queue.unwatch();
		}
		return queue;
	}

}
