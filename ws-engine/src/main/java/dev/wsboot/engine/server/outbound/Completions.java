/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Notifies senders of the outcome of their frames, without ever running the application's
 * callbacks on an event loop or inside another sender's call. Safe to use from any
 * thread.
 * <p>
 * Completions have threads of their own: in a bounded executor that is shared with the
 * handlers, all threads could wait for their sends, and none would be left to notify
 * them.
 */
public final class Completions implements Executor {

	private final ExecutorService threads;

	private final Consumer<Runnable> around;

	/**
	 * Creates completions with threads that serve nothing else.
	 * @param threads the threads
	 * @param around runs each task, on any thread
	 */
	public Completions(ExecutorService threads, Consumer<Runnable> around) {
		this.threads = threads;
		this.around = around;
	}

	/**
	 * Notifies the senders of frames that are written or dropped. The caller holds no
	 * lock, and is not the writer of their queue.
	 */
	void complete(FrameList frames) {
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			frame.complete(this);
		}
	}

	/**
	 * Runs a task on a thread of its own, or on the current one if there is none.
	 */
	@Override
	public void execute(Runnable task) {
		try {
			this.threads.execute(() -> this.around.accept(task));
		}
		catch (Throwable ex) {
			// the server has stopped, or there are no more threads: the current thread is
			// better than none
			this.around.accept(task);
		}
	}

	public void shutdown() {
		this.threads.shutdown();
	}

}
