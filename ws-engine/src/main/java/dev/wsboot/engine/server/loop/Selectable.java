/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/**
 * Something that an {@link EventLoop} serves, such as a connection. All methods are
 * called on the thread of the loop.
 */
public abstract class Selectable {

	/** The position in the {@link Sweep} of the loop; -1 while the loop has none. */
	int sweepIndex = -1;

	/**
	 * Handles the operations that a channel is ready for.
	 * @param operations a set of the bits of {@link SelectionKey}
	 * @throws IOException if a channel fails
	 */
	public abstract void onReady(int operations) throws IOException;

	/**
	 * Looks for timeouts. Called once in each interval of the loop.
	 * @param now the time of the loop in nanoseconds
	 */
	public abstract void onTick(long now);

	/**
	 * Handles an exception or error that another method of this class has thrown.
	 * @param failure the exception or error
	 */
	public abstract void onFailure(Throwable failure);

	/** Ends because the loop is stopped, together with the server. */
	public abstract void onStop();

	/** Ends because the loop has died. */
	public void onDeath() {
		onStop();
	}

}
