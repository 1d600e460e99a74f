/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for events, with so much patience that only what never comes is missed.
 */
final class Await {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private Await() {
	}

	/** Waits for a condition that something else will make true. */
	static void until(String condition, Callable<Boolean> isTrue) throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!isTrue.call()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Never came true: " + condition);
			}
			LockSupport.parkNanos(200_000);
		}
	}

	/** Waits for a latch. */
	static void on(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("Latch still waits for " + latch.getCount());
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Waits for the next element. */
	static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		if (next == null) {
			throw new AssertionError("Nothing came");
		}
		return next;
	}

	/** Waits for the end of a stage, and throws what it failed with. */
	static <T> T end(CompletionStage<T> stage) throws Exception {
		return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/** Waits for the end of a thread. */
	static void end(Thread thread) throws InterruptedException {
		thread.join(PATIENCE.toMillis());
		if (thread.isAlive()) {
			AssertionError stuck = new AssertionError("Still runs: " + thread.getName());
			stuck.setStackTrace(thread.getStackTrace());
			throw stuck;
		}
	}

}
