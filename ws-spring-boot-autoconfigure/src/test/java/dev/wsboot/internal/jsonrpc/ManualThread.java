/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * A thread that runs tasks when a test says so.
 */
final class ManualThread implements Executor {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	/** Runs the next task. */
	void runOne() {
		this.tasks.remove().run();
	}

	/** Runs all tasks, also those that are added meanwhile. */
	void runAll() {
		while (!this.tasks.isEmpty()) {
			runOne();
		}
	}

}
