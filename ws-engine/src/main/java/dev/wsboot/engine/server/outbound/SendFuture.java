/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.waits.PeerFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of one or more sent messages: complete when they are written, or failed with
 * a {@link SendException}. Callbacks never run on the completing thread, which may be an
 * event loop or another sender; while no callback is attached, completing costs next to
 * nothing. Safe to use from any thread.
 */
class SendFuture extends PeerFuture<Void> {

	/** No callback is attached. */
	private static final int UNSEEN = 0;

	/** A callback is attached, or about to be. */
	private static final int SEEN = 1;

	/** The future is being completed; attaching a callback waits for that. */
	private static final int COMPLETING = 2;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(SendFuture.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int state;

	/** An older future with the same outcome; {@code null} for none. */
	private final @Nullable SendFuture next;

	/**
	 * Creates an incomplete future.
	 * @param next another future that is completed together with this one; {@code null}
	 * for none
	 */
	SendFuture(@Nullable SendFuture next) {
		this.next = next;
	}

	/** Returns the bytes of the heap that this future and the next ones occupy. */
	int footprint() {
		int count = 0;
		for (SendFuture each = this; each != null; each = each.next) {
			count++;
		}
		return count * Footprint.OUTCOME;
	}

	/**
	 * Returns true if a callback may be attached, so that no other message should share
	 * this future.
	 */
	boolean isSeen() {
		return this.state != UNSEEN;
	}

	/**
	 * Completes this future and the next ones.
	 * @param failure the reason why the frames are not written; {@code null} if they are
	 * @param elsewhere completes futures that have callbacks
	 */
	void complete(SendException.@Nullable Reason failure, Executor elsewhere) {
		for (SendFuture each = this; each != null; each = each.next) {
			SendFuture future = each;
			if (STATE.compareAndSet(future, UNSEEN, COMPLETING)) {
				future.complete(failure);
			}
			else {
				// each by itself, as the callback of one may wait for another
				elsewhere.execute(() -> future.complete(failure));
			}
		}
	}

	private void complete(SendException.@Nullable Reason failure) {
		if (failure == null) {
			super.complete(null);
		}
		else {
			completeExceptionally(new SendException(failure));
		}
	}

	/** Called first by all methods that attach a callback. */
	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		if (!STATE.compareAndSet(this, UNSEEN, SEEN)) {
			while (this.state == COMPLETING && !isDone()) {
				Thread.onSpinWait();
			}
		}
		return new PeerFuture<>();
	}

	/** Returns a copy, as several senders may share this future. */
	@Override
	public CompletableFuture<Void> toCompletableFuture() {
		return copy();
	}

}
