/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.util.function.LongSupplier;

/**
 * The turn of the connection that an event loop is just reading. It ends early if many
 * frames take long, as one read may bring 10,000 of them. The time decides about the
 * order of the connections only, never about what a session is charged for. Confined to
 * the event loop.
 */
public final class Turn {

	/** Number of frames after which the clock is read. A power of two. */
	public static final int FRAMES = 256;

	/** Nanoseconds that a turn may take after its first frames. */
	private static final long NANOS = 500_000;

	private final LongSupplier clock;

	/** The number of frames of this turn. */
	private int frames;

	/** The time in nanoseconds at which the first frames were handled. */
	private long measured;

	/**
	 * Creates the turns of an event loop.
	 * @param clock the time in nanoseconds
	 */
	public Turn(LongSupplier clock) {
		this.clock = clock;
	}

	/** Begins the turn of a connection. */
	void begin() {
		this.frames = 0;
	}

	/**
	 * Counts a frame.
	 * @return whether others should have their turn now
	 */
	boolean endsAfterFrame() {
		return (++this.frames & (FRAMES - 1)) == 0 && isOver(this.clock.getAsLong());
	}

	private boolean isOver(long now) {
		if (this.frames == FRAMES) {
			this.measured = now;
			return false;
		}
		return now - this.measured >= NANOS;
	}

}
