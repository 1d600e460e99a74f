/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

/**
 * The inbound side of a connection, as far as queued messages control it.
 */
public interface InboundFlow {

	/** Stops reading, so that TCP holds back the peer. Called on the event loop. */
	void pause();

	/** Returns true if reading is paused. Called on any thread. */
	boolean isPaused();

	/**
	 * Resumes reading in another task of the event loop, if nothing else keeps it paused.
	 * Called on any thread.
	 */
	void resumeSoon();

	/**
	 * Charges work that is out of proportion to the bytes that cause it. Called on the
	 * event loop.
	 * @param price the price of the work in nanoseconds
	 */
	void charge(long price);

}
