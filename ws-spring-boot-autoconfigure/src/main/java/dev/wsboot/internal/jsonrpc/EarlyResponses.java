/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of one client before the messages that came before them are
 * handled, as one of their handlers may wait for a response. The event loop only adds
 * responses. Small and large ones are read by different threads, each kind in order, and
 * after each response other sessions have their turn. Safe to use from any thread.
 */
final class EarlyResponses {

	/**
	 * Maximum size in bytes of the queued responses of one session, apart from one
	 * response; also of those of all sessions that have ended.
	 */
	private static final long MAX_BYTES = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);

	/** Bytes of the heap that the large queues of ended sessions occupy. */
	private static final AtomicLong BYTES_OF_ENDED = new AtomicLong();

	private static final Runnable NOTHING = () -> {
	};

	private final Reader reader;

	/** Gets each change of the bytes of the heap that responses occupy. */
	private final LongConsumer memory;

	private final Lane small;

	private final Lane large;

	/** The known ids of responses that are queued or being read. Guarded by this. */
	private final Set<String> ids = new HashSet<>();

	/**
	 * Number of responses that are queued or being read, and whose ids are unknown.
	 * Guarded by this.
	 */
	private int unknownIds;

	/** Number of queued responses. Guarded by this. */
	private int count;

	/** Bytes of the heap that all responses occupy. Guarded by this. */
	private long bytes;

	/** True if the bytes are counted in {@link #BYTES_OF_ENDED}. Guarded by this. */
	private boolean countedAsEnded;

	/**
	 * Runs after the last response; {@code null} before the end. Guarded by this.
	 */
	private @Nullable Runnable last;

	/**
	 * Creates an empty queue.
	 * @param threads the threads that read responses
	 * @param reader reads a response
	 * @param memory gets each change of the bytes of the heap that responses occupy; must
	 * neither block nor throw
	 */
	EarlyResponses(ResponseThreads threads, Reader reader, LongConsumer memory) {
		this.reader = reader;
		this.memory = memory;
		this.small = new Lane(threads.small());
		this.large = new Lane(threads.large());
	}

	/**
	 * Adds a response, or drops it if another one with its id is queued.
	 * @param response the response
	 * @param limit the maximum number of queued responses
	 * @return {@code false} if too many responses or bytes are queued, or after the end
	 */
	boolean offer(Response response, int limit) {
		Lane lane = response.isLarge() ? this.large : this.small;
		synchronized (this) {
			if (response.id() != null && this.ids.contains(response.id())) {
				return true;
			}
			boolean full = this.count >= limit || this.bytes + response.footprint() > MAX_BYTES;
			if ((full && this.count > 0) || this.last != null) {
				return false;
			}
			lane.waiting.add(response);
			this.count++;
			this.bytes += response.footprint();
			this.memory.accept(response.footprint());
			if (response.id() != null) {
				this.ids.add(response.id());
			}
			else {
				this.unknownIds++;
			}
			if (lane.reading) {
				return true;
			}
			lane.reading = true;
		}
		lane.start();
		return true;
	}

	/**
	 * Ends the queue: runs a task when all queued responses are read, and adds no more.
	 * Does nothing after the first call.
	 * @param task the task; must neither block nor throw
	 * @return {@code false} if the responses must be dropped, as ended sessions have too
	 * many bytes to read
	 */
	boolean end(Runnable task) {
		synchronized (this) {
			if (this.last != null) {
				return true;
			}
			if (this.bytes > ResponseThreads.MAX_SMALL_SIZE) {
				this.countedAsEnded = BYTES_OF_ENDED.addAndGet(this.bytes) <= MAX_BYTES;
				if (!this.countedAsEnded) {
					BYTES_OF_ENDED.addAndGet(-this.bytes);
					return false;
				}
			}
			this.last = task;
			if (this.small.reading || this.large.reading) {
				return true;
			}
			this.last = NOTHING;
		}
		task.run();
		return true;
	}

	/**
	 * Returns whether a request may get its response from this queue.
	 * @param id the id of the request
	 * @return whether there is a response with that id, or with an unknown one
	 */
	synchronized boolean mayAnswer(String id) {
		return this.unknownIds > 0 || this.ids.contains(id);
	}

	/** Ends the queue, and drops all responses that are not being read. */
	void drop() {
		List<Response> dropped = new ArrayList<>();
		synchronized (this) {
			this.last = NOTHING;
			dropped.addAll(this.small.waiting);
			dropped.addAll(this.large.waiting);
			this.small.waiting.clear();
			this.large.waiting.clear();
			this.count = 0;
			dropped.forEach(this::forgetId);
		}
		dropped.forEach(this::release);
	}

	private void forgetId(Response response) {
		if (response.id() != null) {
			this.ids.remove(response.id());
		}
		else {
			this.unknownIds--;
		}
	}

	/** Releases the memory of a response, which nobody reads any more. */
	private void release(Response response) {
		synchronized (this) {
			if (response.released) {
				return;
			}
			response.released = true;
			this.bytes -= response.footprint();
			if (this.countedAsEnded) {
				BYTES_OF_ENDED.addAndGet(-response.footprint());
			}
		}
		this.memory.accept(-response.footprint());
	}

	/** Reads one response, and lets other sessions have their turn. */
	private void read(Lane lane) {
		Response next;
		Runnable task = null;
		synchronized (this) {
			next = lane.waiting.poll();
			if (next != null) {
				this.count--;
			}
			else {
				lane.reading = false;
				if (this.last != null && !this.small.reading && !this.large.reading) {
					task = this.last;
					this.last = NOTHING;
				}
			}
		}
		if (next != null) {
			read(next, lane);
		}
		else if (task != null) {
			task.run();
		}
	}

	private void read(Response next, Lane lane) {
		try {
			this.reader.read(next, () -> release(next));
		}
		catch (Throwable ex) {
			release(next);
			throw ex;
		}
		finally {
			synchronized (this) {
				forgetId(next);
			}
			lane.start();
		}
	}

	/**
	 * The responses of one kind that are queued.
	 */
	private final class Lane {

		private final Executor threads;

		/** Guarded by the queue. */
		private final Queue<Response> waiting = new ArrayDeque<>(1);

		/** True if a thread reads, or was started to. Guarded by the queue. */
		private boolean reading;

		Lane(Executor threads) {
			this.threads = threads;
		}

		void start() {
			try {
				this.threads.execute(() -> read(this));
			}
			catch (Throwable ex) {
				// no thread is available; the next response tries again
				synchronized (EarlyResponses.this) {
					this.reading = false;
				}
				throw ex;
			}
		}

	}

	/**
	 * Reads responses.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Reads a response. Must neither block nor throw.
		 * @param response the response
		 * @param done run once nothing refers to the response any more, on any thread
		 */
		void read(Response response, Runnable done);

	}

	/**
	 * A message whose beginning is that of a response.
	 */
	static final class Response {

		/** Bytes of the heap that the objects around a message occupy. */
		private static final int OVERHEAD = 144;

		private final WsMessage message;

		private final @Nullable String id;

		/** Guarded by the queue. */
		private boolean released;

		/**
		 * Creates a response.
		 * @param message the message
		 * @param id the id of an outstanding request, or {@code null} if the id is
		 * unknown
		 */
		Response(WsMessage message, @Nullable String id) {
			this.message = message;
			this.id = id;
		}

		byte[] utf8() {
			return this.message.bytes();
		}

		@Nullable String id() {
			return this.id;
		}

		boolean isLarge() {
			return this.message.size() > ResponseThreads.MAX_SMALL_SIZE;
		}

		/** Returns the bytes of the heap that this response occupies. */
		long footprint() {
			return this.message.size() + OVERHEAD;
		}

	}

}
