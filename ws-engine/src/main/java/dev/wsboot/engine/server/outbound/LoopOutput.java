/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.wsboot.engine.server.log.Log;

/**
 * The output of the connections of one event loop: their batched replies, and the queues
 * that are flushed at the end of a round, since frames have been queued without being
 * written. Confined to the thread of the loop, except for {@link #flushAll}.
 */
public final class LoopOutput {

	/**
	 * The number of queues from which on a flush is postponed by one more round, as
	 * writing to that many takes long enough for more frames to come for them.
	 */
	private static final int POSTPONED_FLUSH_THRESHOLD = 64;

	/** The replies to input that is being handled. */
	final ReplyBatcher batcher;

	/** The parts that the queues of all loops use. */
	final SendResources resources;

	private final Executor loop;

	private List<OutboundQueue> queues = new ArrayList<>();

	/** The list that is being flushed, while {@link #queues} collects others. */
	private List<OutboundQueue> flushing = new ArrayList<>();

	/** True if the flush waits for the frames of the next round. */
	private boolean postponed;

	/**
	 * Creates the output of an event loop.
	 * @param resources the parts that the queues of all loops use
	 * @param loop runs tasks on the thread of the loop
	 */
	public LoopOutput(SendResources resources, Executor loop) {
		this.resources = resources;
		this.batcher = new ReplyBatcher(resources.clock());
		this.loop = loop;
	}

	/** Flushes a queue at the end of this round. */
	void flushAtRoundEnd(OutboundQueue queue) {
		this.queues.add(queue);
	}

	/**
	 * Flushes many queues at the end of a round. Called on any other thread than that of
	 * the loop.
	 * @param many queues of connections of this loop
	 */
	public void flushAll(List<OutboundQueue> many) {
		this.loop.execute(() -> this.queues.addAll(many));
	}

	/**
	 * Flushes a queue at once, if no other one waits to be flushed.
	 * @param queue a queue of this loop
	 */
	public void flushIfOnly(OutboundQueue queue) {
		if (this.queues.size() == 1 && this.queues.get(0) == queue) {
			this.queues.clear();
			queue.flush();
		}
	}

	/**
	 * Writes the batched replies that have waited for long enough. Called when the loop
	 * is done with a connection or a task.
	 */
	public void onTurnOver() {
		this.batcher.onTurnOver();
	}

	/** Writes all batched replies. Called when all that was ready has been served. */
	public void onReadyServed() {
		this.batcher.writeAll();
	}

	/**
	 * Writes all batched replies, then flushes all queues at the end of a round, or
	 * postpones that once if they are many, so that a message that follows a broadcast is
	 * written together with it.
	 * @return whether the flush is postponed, so that the next round must not wait
	 */
	public boolean onRoundOver() {
		// tasks and ticks may have resumed the handling of input
		this.batcher.writeAll();
		this.postponed = !this.postponed && this.queues.size() >= POSTPONED_FLUSH_THRESHOLD;
		if (!this.postponed) {
			flush();
		}
		return this.postponed;
	}

	private void flush() {
		while (!this.queues.isEmpty()) {
			List<OutboundQueue> full = this.queues;
			this.queues = this.flushing;
			this.flushing = full;
			for (OutboundQueue queue : full) {
				try {
					queue.flush();
				}
				catch (Throwable ex) {
					Log.log(Level.ERROR, "Flush of a connection failed", ex);
				}
			}
			full.clear();
		}
	}

}
