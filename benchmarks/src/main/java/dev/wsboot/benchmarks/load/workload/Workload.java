/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

/**
 * The work of a scenario. Called by the thread of the run.
 */
public interface Workload {

	/**
	 * Opens connections, a few at a time.
	 * @return whether all are open
	 */
	boolean open();

	/** Sends the first messages. */
	void start();

	/**
	 * Sends the messages that are due.
	 * @param now the current time
	 * @return the time in nanoseconds until the next message is due;
	 * {@code Long.MAX_VALUE} if messages are sent only as reactions to replies
	 */
	default long sendDue(long now) {
		return Long.MAX_VALUE;
	}

	/** Stops sending. Outstanding replies are still received. */
	void stop();

	/**
	 * Returns the number of messages without a reply, after the stop.
	 * @return the number of messages
	 */
	long underWay();

}
