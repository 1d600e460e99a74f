/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import dev.wsboot.engine.SessionEvent;

/**
 * The events whose callbacks have waited for a peer, for all handlers of one kind. Safe
 * to use from any thread.
 */
final class WaitingEvents {

	/** The permits of the pool that runs the callbacks. */
	final PeerWaits waits;

	/** One bit for each event, by its ordinal. Written under the lock of this. */
	private volatile int events;

	WaitingEvents(PeerWaits waits) {
		this.waits = waits;
	}

	boolean contains(SessionEvent event) {
		return (this.events & (1 << event.ordinal())) != 0;
	}

	void add(SessionEvent event) {
		if (!contains(event)) {
			synchronized (this) {
				this.events |= 1 << event.ordinal();
			}
		}
	}

}
