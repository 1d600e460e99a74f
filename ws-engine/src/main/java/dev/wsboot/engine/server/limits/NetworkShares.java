/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells whether a client network has had its part of the connections that may be opened
 * in a second: the rate, divided by the number of networks that take part and one more.
 * Counts connections that were let in only, so it holds no more entries than two seconds
 * of the rate bring. Not safe for use by several threads.
 */
final class NetworkShares {

	private static final long SECOND = 1_000_000_000L;

	private final int perSecond;

	/** Number of connections by {@link ClientNetwork} in the present second. */
	private Map<InetAddress, Integer> current = new HashMap<>();

	/** Number of connections by {@link ClientNetwork} in the second before. */
	private Map<InetAddress, Integer> previous = new HashMap<>();

	/** Time at which the present second began, as {@link System#nanoTime} tells it. */
	private long start;

	private boolean started;

	/**
	 * Creates shares of a rate.
	 * @param perSecond the connections that may be opened in a second
	 */
	NetworkShares(int perSecond) {
		this.perSecond = perSecond;
	}

	/** Returns whether a network has opened fewer connections than its part. */
	boolean hasPartLeft(InetAddress network, long now) {
		advance(now);
		double ofPrevious = 1 - Math.max(0, now - this.start) / (double) SECOND;
		double taken = this.current.getOrDefault(network, 0) + ofPrevious * this.previous.getOrDefault(network, 0);
		int networks = Math.max(this.current.size(), this.previous.size());
		return taken < Math.max(1, (double) this.perSecond / (networks + 1));
	}

	/** Counts a connection. */
	void count(InetAddress network, long now) {
		advance(now);
		this.current.merge(network, 1, Integer::sum);
	}

	private void advance(long now) {
		if (!this.started) {
			this.started = true;
			this.start = now;
		}
		long passed = now - this.start;
		if (passed < SECOND) {
			// also where the clock of another loop is behind
			return;
		}
		Map<InetAddress, Integer> oldest = this.previous;
		oldest.clear();
		this.previous = this.current;
		this.current = oldest;
		this.start += SECOND;
		if (passed >= 2 * SECOND) {
			this.previous.clear();
			this.start = now;
		}
	}

}
