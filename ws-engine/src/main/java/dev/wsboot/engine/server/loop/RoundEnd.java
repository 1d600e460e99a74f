/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

/**
 * Receives the ends of the steps of an {@link EventLoop}, of which one round consists of
 * three: it serves what is ready, runs the tasks, and looks for timeouts. Work that has
 * been postponed in a step, in order to be done together with other work, is done here.
 * One instance for each loop, called on its thread, except for
 * {@link #onTasksAfterEnd()}.
 */
public interface RoundEnd {

	/** One {@link Selectable}, or one task, has had its turn. */
	void onTurnOver();

	/** All that was ready has been served in this round. The tasks follow. */
	void onReadyServed();

	/**
	 * All steps of a round are done.
	 * @param now the time of the loop in nanoseconds
	 * @return how the loop continues
	 */
	Continuation onRoundOver(long now);

	/** Releases resources, as the loop has ended and serves nothing any more. */
	void onEnd();

	/**
	 * The last tasks have run, after the loop has ended. May be called again, on any
	 * thread, by each one that has given a task to a loop that has ended.
	 */
	void onTasksAfterEnd();

	/**
	 * The start of the next round.
	 */
	enum Continuation {

		/** The next round waits until something is ready, or due. */
		WAIT,
		/** Other threads get the processor first; then the next round waits. */
		YIELD,
		/** Other threads get the processor first; the next round does not wait. */
		YIELD_AND_PROCEED

	}

}
