/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.server.waits.PoolThreads;
import dev.wsboot.engine.server.waits.PeerWaits;

/**
 * Makes what runs callbacks where the application brings no executor of its own.
 */
public final class HandlerExecutor {

	private static final String THREAD_NAMES = "ws-handler-";

	private static final String THREAD_PER_TASK = "java.util.concurrent.ThreadPerTaskExecutor";

	/** Threads of a bounded pool that do not wait for peers. */
	private static final int POOL_SIZE = 200;

	/**
	 * Handlers that may wait for their peers at once, whatever their peers have done
	 * before. The pool has as many spare threads, which it starts in place of those that
	 * wait.
	 */
	static final int MAX_PEER_WAITS = 200;

	private static final int LAST_CALLBACKS_SIZE = 4;

	private HandlerExecutor() {
	}

	/**
	 * Returns virtual threads where the JDK has them, else a bounded pool.
	 * @return an executor of daemon threads that is the caller's to shut down
	 */
	public static ExecutorService create() {
		return create(THREAD_NAMES);
	}

	/** Creates an executor whose thread names begin with a prefix. */
	static ExecutorService create(String threadNames) {
		try {
			return virtualThreads(threadNames);
		}
		catch (Throwable ex) {
			// a JDK before 21
			return createPool(threadNames);
		}
	}

	/**
	 * {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(threadNames,
	 * 0).inheritInheritableThreadLocals(false).factory())}, in the words of JDK 17. A
	 * thread is started by whichever handler's thread needs a follower, whose values are
	 * not to be passed on.
	 */
	private static ExecutorService virtualThreads(String threadNames) throws Throwable {
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
		Object builder = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builderType)).invoke();
		MethodHandle name = lookup.findVirtual(builderType, "name",
				MethodType.methodType(builderType, String.class, long.class));
		builder = name.invoke(builder, threadNames, 0L);
		MethodHandle inherit = lookup.findVirtual(builderType, "inheritInheritableThreadLocals",
				MethodType.methodType(builderType, boolean.class));
		builder = inherit.invoke(builder, false);
		ThreadFactory factory = (ThreadFactory) lookup
			.findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class))
			.invoke(builder);
		return (ExecutorService) lookup
			.findStatic(Executors.class, "newThreadPerTaskExecutor",
					MethodType.methodType(ExecutorService.class, ThreadFactory.class))
			.invoke(factory);
	}

	/**
	 * Returns a bounded pool of platform threads: 200, and as many spare ones for
	 * handlers that wait for their peers. Sessions queue here at most once each, so the
	 * queue is bounded by their number.
	 * @return an executor of daemon threads that is the caller's to shut down
	 */
	public static ExecutorService createPool() {
		return createPool(THREAD_NAMES);
	}

	private static ExecutorService createPool(String threadNames) {
		PoolThreads threads = new PoolThreads(threadNames, Thread.currentThread().getContextClassLoader(),
				new PeerWaits(MAX_PEER_WAITS, System::nanoTime));
		// a fork-join pool, because it starts a thread only while none is idle, and knows
		// of those that wait; without a spare one left, these just wait
		return new ForkJoinPool(POOL_SIZE, threads, null, true, 0, POOL_SIZE + MAX_PEER_WAITS, POOL_SIZE,
				(pool) -> true, 60, TimeUnit.SECONDS);
	}

	/**
	 * Returns true if the threads of an executor run only tasks submitted by this server:
	 * those of {@link #create()} and {@link #createPool()}, and threads that end with
	 * their task.
	 * @param executor the executor
	 * @return {@code false} if the application's other code may have bound thread-locals
	 */
	public static boolean servesHandlersOnly(Executor executor) {
		return (executor instanceof ForkJoinPool pool && pool.getFactory() instanceof PoolThreads)
				|| executor.getClass().getName().equals(THREAD_PER_TASK);
	}

	/**
	 * Creates the executor for callbacks that another executor has rejected. It has no
	 * thread as long as there are none, and only a few when there are thousands.
	 */
	static Executor lastCallbacks() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(LAST_CALLBACKS_SIZE, LAST_CALLBACKS_SIZE, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "ws-last-callbacks");
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
