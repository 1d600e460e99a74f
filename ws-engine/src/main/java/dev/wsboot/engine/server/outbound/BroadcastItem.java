/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SendException;
import org.jspecify.annotations.Nullable;

/**
 * An item of a stream on its way to many sessions. This future is complete when the first
 * session has the item, or has room again if the item was dropped there, and when no
 * session is left. So the fastest receiver sets the pace. Safe to use from any thread.
 */
public final class BroadcastItem extends SendFuture {

	/** The message; {@code null} as soon as the broadcast has ended. */
	@Nullable PreparedMessage message;

	/** The number of undecided frames, plus one until the broadcast has ended. */
	private final AtomicInteger undecided = new AtomicInteger(1);

	/** True if this future is complete. */
	private final AtomicBoolean completed = new AtomicBoolean();

	/**
	 * Creates an item that no session has yet.
	 * @param message the message
	 */
	public BroadcastItem(PreparedMessage message) {
		super(null);
		this.message = message;
	}

	/** Makes this the future of one more frame. */
	void addTo(OutboundFrame frame) {
		this.undecided.incrementAndGet();
		frame.outcome(this);
	}

	/** Ends the broadcast: no more frames follow. */
	public void end() {
		// streams that wait for room keep this future, but need not keep the message
		this.message = null;
		complete(SendException.Reason.CLOSED, Runnable::run);
	}

	@Override
	void complete(SendException.@Nullable Reason failure, Executor elsewhere) {
		boolean last = this.undecided.decrementAndGet() == 0;
		if ((failure == null || last) && this.completed.compareAndSet(false, true)) {
			super.complete(null, elsewhere);
		}
	}

	/** Returns 0, as one future serves all frames. */
	@Override
	int footprint() {
		return 0;
	}

}
