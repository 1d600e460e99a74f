/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A future that is completed by a peer. Handlers that wait for the future are counted and
 * limited by {@link PeerWaits}. Safe to use from any thread.
 *
 * @param <T> the type of the result
 */
public class PeerFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	/**
	 * Creates an incomplete future.
	 */
	public PeerFuture() {
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		if (!isDone() && !await(Long.MAX_VALUE)) {
			throw new ExecutionException(new PeerTimeoutException());
		}
		return super.get();
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		if (!isDone() && !await(unit.toNanos(timeout))) {
			throw new TimeoutException();
		}
		return super.get();
	}

	@Override
	public T join() {
		boolean interrupted = false;
		try {
			while (!isDone()) {
				try {
					if (!await(Long.MAX_VALUE)) {
						throw new CompletionException(new PeerTimeoutException());
					}
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return super.join();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean await(long nanos) throws InterruptedException {
		long start = System.nanoTime();
		boolean done = PeerWaits.await(nanos, this::awaitDone);
		if (done && isCompletedExceptionally() && System.nanoTime() - start >= PeerWaits.SHORT_NANOS) {
			// for example, the peer has not answered a call in time
			PeerWaits.onVainWaitHere();
		}
		return done;
	}

	private boolean awaitDone(long nanos) throws InterruptedException {
		try {
			super.get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException | RuntimeException ex) {
			// thrown when the caller asks for the result
			return true;
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new PeerFuture<>();
	}

}
