/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read the responses of all sessions. Handlers may keep every other
 * thread busy by waiting for responses. Large responses have threads of their own, so
 * that no number of them delays a small one.
 *
 * @param small reads small responses
 * @param large reads large responses
 */
record ResponseThreads(Executor small, Executor large) {

	/** Maximum size in bytes of a small response. */
	static final int MAX_SMALL_SIZE = 16 * 1024;

	private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

	/** The threads of this JVM, which end when there is nothing to read. */
	static final ResponseThreads OF_JVM = new ResponseThreads(pool("ws-json-rpc-responses", PROCESSORS),
			pool("ws-json-rpc-large-responses", Math.max(1, PROCESSORS / 2)));

	private static Executor pool(String name, int threads) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, name);
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
