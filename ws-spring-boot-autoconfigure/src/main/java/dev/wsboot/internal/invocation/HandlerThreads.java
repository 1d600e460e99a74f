/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.concurrent.Executor;

import dev.wsboot.engine.server.HandlerExecutor;

/**
 * The threads that run handler methods. Safe to use from any thread.
 *
 * @param executor the executor that runs tasks on these threads
 * @param own whether the threads run handlers only, so that other code has not bound
 * values to them
 */
public record HandlerThreads(Executor executor, boolean own) {

	public static HandlerThreads of(Executor executor) {
		return new HandlerThreads(executor, HandlerExecutor.servesHandlersOnly(executor));
	}

}
