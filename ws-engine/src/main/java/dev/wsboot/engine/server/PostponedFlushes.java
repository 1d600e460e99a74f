package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.EventLoop;

/**
 * The outbound queues of one event loop that are flushed at the end of a round, since
 * frames have been sent on the thread of the loop. Confined to that thread, except for
 * {@link #addAll}.
 */
final class PostponedFlushes {

	/**
	 * The number of queues from which on a flush is postponed by one more round, as
	 * writing to that many takes long enough for more frames to come for them.
	 */
	private static final int POSTPONED_FLUSH_THRESHOLD = 64;

	private final EventLoop loop;

	private List<OutboundQueue> queues = new ArrayList<>();

	/** The list that is being flushed, while {@link #queues} collects others. */
	private List<OutboundQueue> flushing = new ArrayList<>();

	/** Whether the flush waits for the frames of the next round. */
	private boolean postponed;

	PostponedFlushes(EventLoop loop) {
		this.loop = loop;
	}

	/** Flushes a queue at the end of this round. */
	void add(OutboundQueue queue) {
		this.queues.add(queue);
	}

	/** Flushes many queues at the end of a round. From any thread. */
	void addAll(List<OutboundQueue> many) {
		if (this.loop.inLoop()) {
			this.queues.addAll(many);
		}
		else {
			this.loop.execute(() -> this.queues.addAll(many));
		}
	}

	/** Flushes a queue at once, if no other one waits to be flushed. */
	void flushIfOnly(OutboundQueue queue) {
		if (this.queues.size() == 1 && this.queues.get(0) == queue) {
			this.queues.clear();
			queue.flush();
		}
	}

	/**
	 * Flushes all queues at the end of a round, or postpones that once if they are many,
	 * so that a message that follows a broadcast is written together with it.
	 * @return whether the flush is postponed, so that the next round must not wait
	 */
	boolean onRoundOver() {
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
