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
 * Reads the answers of one client before the messages that came before them are handled,
 * as one of these may wait for an answer. One thread at a time reads, in order, and never
 * runs user code; the event loop only adds. Safe to use from any thread.
 */
final class EarlyResponses {

	/**
	 * The readers of all sessions. Handlers may keep every other thread busy by waiting
	 * for answers, and none of these ever waits.
	 */
	private static final ThreadPoolExecutor READERS = readers();

	/**
	 * The largest number of bytes that wait for all sessions, but for one answer each.
	 */
	private static final long MAX_BYTES = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);

	/** The bytes that wait for all sessions. */
	private static final AtomicLong BYTES = new AtomicLong();

	private final Consumer<Response> reader;

	/** The answers that nobody reads yet. Guarded by this. */
	private final Queue<Response> waiting = new ArrayDeque<>();

	/** The ids of answers that wait or are read, where known. Guarded by this. */
	private final Set<String> ids = new HashSet<>();

	/** Whether a thread reads, or is about to. Guarded by this. */
	private boolean reading;

	/** What follows the last answer. Guarded by this. */
	private @Nullable Runnable last;

	/**
	 * Creates an empty queue.
	 * @param reader reads an answer; must neither block nor throw
	 */
	EarlyResponses(Consumer<Response> reader) {
		this.reader = reader;
	}

	private static ThreadPoolExecutor readers() {
		ThreadPoolExecutor readers = new ThreadPoolExecutor(Runtime.getRuntime().availableProcessors(),
				Runtime.getRuntime().availableProcessors(), 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "ws-json-rpc-answers");
					thread.setDaemon(true);
					return thread;
				});
		readers.allowCoreThreadTimeOut(true);
		return readers;
	}

	/**
	 * Adds an answer, or drops it if another one with its id is there.
	 * @param answer the answer
	 * @param limit the number of answers that may wait
	 * @return {@code false} if as many wait already, or too many bytes
	 */
	boolean offer(Response answer, int limit) {
		synchronized (this) {
			if (answer.id() != null && this.ids.contains(answer.id())) {
				return true;
			}
			boolean full = this.waiting.size() >= limit || BYTES.get() + answer.size() > MAX_BYTES;
			if ((full && !this.waiting.isEmpty()) || this.last != null) {
				return false;
			}
			BYTES.addAndGet(answer.size());
			this.waiting.add(answer);
			if (answer.id() != null) {
				this.ids.add(answer.id());
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
	 * Runs a task when all answers that came before are read.
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
			// no thread is to be had; the next answer tries again
			synchronized (this) {
				this.reading = false;
			}
			throw ex;
		}
	}

	/** Others have their turn after each answer. */
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
		BYTES.addAndGet(-next.size());
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
	 * A message that begins as an answer does.
	 *
	 * @param message the message
	 * @param id the id of a call that waits, or {@code null} if the id is not known
	 */
	record Response(WsMessage message, @Nullable String id) {

		int size() {
			return this.message.bytes().length;
		}

	}

}
