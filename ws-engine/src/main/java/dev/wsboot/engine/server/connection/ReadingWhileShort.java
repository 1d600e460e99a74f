/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.util.concurrent.locks.LockSupport;

/**
 * Decides which connections of one event loop are not read in a round while memory is
 * short, as the loop itself may be needed to release some. Confined to the thread of the
 * loop.
 */
public final class ReadingWhileShort {

	/** The most connections that are read in one round while memory is short. */
	private static final int MAX_READ = 64;

	/**
	 * The pause after a round in which a connection was not read: long enough for another
	 * thread to run, and short for the peer.
	 */
	private static final long PAUSE_NANOS = 100_000;

	/** The number of connections read in this round although memory is short. */
	private int read;

	/** True if a connection was not read in this round. */
	private boolean postponed;

	/**
	 * Decides whether a connection is not read before the next round.
	 * @param holds whether the connection holds memory
	 */
	public boolean postpones(boolean holds) {
		if (!holds && this.read < MAX_READ) {
			this.read++;
			return false;
		}
		this.postponed = true;
		return true;
	}

	/** Pauses the loop at the end of a round in which a connection was not read. */
	public void onRoundOver() {
		this.read = 0;
		if (this.postponed) {
			this.postponed = false;
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

}
