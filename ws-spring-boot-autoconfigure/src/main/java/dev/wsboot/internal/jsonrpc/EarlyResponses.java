/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of one client before the messages that came before them are
 * handled, as one of their handlers may wait for a response. One thread at a time reads,
 * in order, and never runs user code; the event loop only adds. Safe to use from any
 * thread.
 */
final class EarlyResponses {

	/**
	 * The threads that read for all sessions and never wait. Handlers may keep every
	 * other thread busy by waiting for responses.
	 */
	private static final ThreadPoolExecutor READERS = readers();

	/**
	 * Maximum size in bytes of the queued responses of all sessions, apart from one
	 * response for each session.
	 */
	private static final long MAX_QUEUED_BYTES = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);

	/** Size in bytes of the queued responses of all sessions. */
	private static final AtomicLong QUEUED_BYTES = new AtomicLong();

	private final Consumer<Response> reader;

	/** The responses that are queued for reading. Guarded by this. */
	private final Queue<Response> waiting = new ArrayDeque<>();

	/** The known ids of responses that are queued or being read. Guarded by this. */
	private final Set<String> ids = new HashSet<>();

	/** Whether a thread reads, or was started to. Guarded by this. */
	private boolean reading;

	/** Runs after the last response; {@code null} for nothing. Guarded by this. */
	private @Nullable Runnable last;

	/**
	 * Creates an empty queue.
	 * @param reader reads a response; must neither block nor throw
	 */
	EarlyResponses(Consumer<Response> reader) {
		this.reader = reader;
	}

	private static ThreadPoolExecutor readers() {
		ThreadPoolExecutor readers = new ThreadPoolExecutor(Runtime.getRuntime().availableProcessors(),
				Runtime.getRuntime().availableProcessors(), 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "ws-json-rpc-responses");
					thread.setDaemon(true);
					return thread;
				});
		readers.allowCoreThreadTimeOut(true);
		return readers;
	}

	/**
	 * Adds a response, or drops it if another one with its id is queued.
	 * @param response the response
	 * @param limit the maximum number of queued responses
	 * @return {@code false} if too many responses or bytes are queued
	 */
	boolean offer(Response response, int limit) {
		synchronized (this) {
			if (response.id() != null && this.ids.contains(response.id())) {
				return true;
			}
			boolean full = this.waiting.size() >= limit || QUEUED_BYTES.get() + response.size() > MAX_QUEUED_BYTES;
			if ((full && !this.waiting.isEmpty()) || this.last != null) {
				return false;
			}
			QUEUED_BYTES.addAndGet(response.size());
			this.waiting.add(response);
			if (response.id() != null) {
				this.ids.add(response.id());
			}
			if (this.reading) {
				return true;
			}
			this.reading = true;
		}
		start();
		return true;
	}

	/**
	 * Runs a task when all responses that came before are read.
	 * @param task the task; must neither block nor throw
	 */
	void atEnd(Runnable task) {
		synchronized (this) {
			this.last = task;
			if (this.reading) {
				return;
			}
			this.reading = true;
		}
		start();
	}

	private void start() {
		try {
			READERS.execute(this::read);
		}
		catch (Throwable ex) {
			// no thread is available; the next response tries again
			synchronized (this) {
				this.reading = false;
			}
			throw ex;
		}
	}

	/** Reads one response, and lets other sessions have their turn. */
	private void read() {
		Response next;
		Runnable task = null;
		synchronized (this) {
			next = this.waiting.poll();
			if (next == null) {
				task = this.last;
				this.last = (task != null) ? () -> {
				} : null;
				this.reading = false;
			}
		}
		if (next == null) {
			if (task != null) {
				task.run();
			}
			return;
		}
		QUEUED_BYTES.addAndGet(-next.size());
		try {
			this.reader.accept(next);
		}
		finally {
			synchronized (this) {
				this.ids.remove(next.id());
			}
			start();
		}
	}

	/**
	 * A message whose beginning is that of a response.
	 *
	 * @param message the message
	 * @param id the id of an outstanding request, or {@code null} if the id is unknown
	 */
	record Response(WsMessage message, @Nullable String id) {

		int size() {
			return this.message.bytes().length;
		}

	}

}
