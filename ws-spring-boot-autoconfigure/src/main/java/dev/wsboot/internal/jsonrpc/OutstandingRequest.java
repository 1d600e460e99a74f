/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import dev.wsboot.engine.server.waits.PeerFuture;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.scope.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its response. It is completed on a thread of the common pool,
 * as handlers may keep all other threads busy by waiting for it. Safe to use from any
 * thread.
 *
 * @param <T> the type of the result
 */
final class OutstandingRequest<T> {

	final PeerFuture<@Nullable T> result = new PeerFuture<>();

	private final ThreadState threads;

	private final JsonCodec.Reader reader;

	/**
	 * Creates a request that waits.
	 * @param threads keeps thread-locals of other code from user code
	 * @param reader reads the result
	 */
	OutstandingRequest(ThreadState threads, JsonCodec.Reader reader) {
		this.threads = threads;
		this.reader = reader;
	}

	/**
	 * Fails the request.
	 * @param error the error
	 */
	void fail(Throwable error) {
		execute(() -> this.result.completeExceptionally(error));
	}

	/**
	 * Completes the request with a result that is read on a thread of the common pool.
	 * @param json the result
	 * @param done run when the result is read
	 */
	void complete(byte[] json, Runnable done) {
		try {
			execute(() -> read(json, done).run());
		}
		catch (Throwable ex) {
			done.run();
			throw ex;
		}
	}

	/**
	 * Completes the request with a result that is read on the current thread, so that no
	 * more large results are read at once than there are threads for them.
	 * @param json the result
	 * @param done run when the result is read
	 */
	void completeLarge(byte[] json, Runnable done) {
		this.threads.run(() -> execute(read(json, done)));
	}

	/** Reads the result, and returns what completes the request. */
	@SuppressWarnings("unchecked")
	private Runnable read(byte[] json, Runnable done) {
		try {
			T value = (T) this.reader.read(json);
			return () -> this.result.complete(value);
		}
		catch (Throwable ex) {
			return () -> this.result.completeExceptionally(ex);
		}
		finally {
			done.run();
		}
	}

	/** Completes on a shared thread, where dependent actions are user code. */
	private void execute(Runnable task) {
		this.result.defaultExecutor().execute(() -> this.threads.run(task));
	}

}
