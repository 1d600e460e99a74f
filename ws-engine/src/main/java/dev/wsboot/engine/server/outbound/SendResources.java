/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.function.LongSupplier;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that all of its outbound queues use. Safe to use from any thread.
 *
 * @param completions notifies senders
 * @param counters counts what is sent and dropped
 * @param writeBuffers lends buffers to threads that write outside an event loop
 * @param clock the time in nanoseconds
 */
public record SendResources(Completions completions, Counters counters, WriteBuffers writeBuffers, LongSupplier clock) {

	/**
	 * Notifies a sender.
	 * @param outcome the outcome of the message; {@code null} if it is not needed
	 * @param failure the reason why the message is not written; {@code null} if it is
	 */
	void complete(@Nullable SendFuture outcome, SendException.@Nullable Reason failure) {
		if (outcome != null) {
			outcome.complete(failure, this.completions);
		}
	}

	/** Fails frames, unless they have failed before, and notifies their senders. */
	void drop(FrameList frames, SendException.Reason reason) {
		for (OutboundFrame each = frames.head; each != null; each = each.next) {
			if (each.isFailed()) {
				// replaced
				continue;
			}
			each.failed(reason);
			if (reason == SendException.Reason.OVERFLOW) {
				this.counters.increment(WsCounter.MESSAGES_DROPPED);
			}
		}
		this.completions.complete(frames);
	}

}
