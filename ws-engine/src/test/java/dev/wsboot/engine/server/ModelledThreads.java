/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Starts a thread for each task of a {@link ModelledSession}. Safe to use from any
 * thread.
 */
final class ModelledThreads extends AbstractExecutorService {

	private final Queue<Thread> started = new ConcurrentLinkedQueue<>();

	/** While nothing happens that is to be explored. */
	boolean inPlace;

	@Override
	public void execute(Runnable task) {
		if (this.inPlace) {
			task.run();
			return;
		}
		Thread thread = new Thread(task);
		this.started.add(thread);
		thread.start();
	}

	@Override
	public void shutdown() {
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

	/** Waits until none is left. */
	void join() {
		for (Thread thread = this.started.poll(); thread != null; thread = this.started.poll()) {
			join(thread);
		}
	}

	static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
