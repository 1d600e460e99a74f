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
 * The shares of client networks in the connections that may be opened in a second. Not
 * safe for concurrent use.
 * <p>
 * The share of a network is the rate, divided by the number of active networks plus one.
 * An IPv6 site, which is a /48, has the shares of at most {@value #MAX_SITE_SHARES}
 * networks, although a site has 65,536 of them. Only admitted connections are counted, so
 * the number of entries is at most twice that of the connections of two seconds.
 */
final class NetworkShares {

	private static final long SECOND = 1_000_000_000L;

	/** Maximum number of networks for which one IPv6 site counts. */
	static final int MAX_SITE_SHARES = 8;

	private final int perSecond;

	private Interval current = new Interval();

	private Interval previous = new Interval();

	/** Start of the current interval as returned by {@link System#nanoTime}. */
	private long start;

	private boolean started;

	/**
	 * Creates shares of a rate.
	 * @param perSecond the maximum number of connections in a second
	 */
	NetworkShares(int perSecond) {
		this.perSecond = perSecond;
	}

	/**
	 * Returns whether a network, and its site, have opened fewer connections than their
	 * shares.
	 * @param network the {@link ClientNetwork}
	 * @param now the current time as returned by {@link System#nanoTime}
	 */
	boolean hasShareLeft(InetAddress network, long now) {
		advance(now);
		double ofPrevious = 1 - Math.max(0, now - this.start) / (double) SECOND;
		int networks = Math.max(this.current.networks, this.previous.networks);
		double share = Math.max(1, (double) this.perSecond / (networks + 1));
		if (this.current.connections(network) + ofPrevious * this.previous.connections(network) >= share) {
			return false;
		}
		InetAddress site = ClientNetwork.siteOf(network);
		return site == null || this.current.connectionsOfSite(site)
				+ ofPrevious * this.previous.connectionsOfSite(site) < MAX_SITE_SHARES * share;
	}

	/**
	 * Counts a connection.
	 * @param network the {@link ClientNetwork}
	 * @param now the current time as returned by {@link System#nanoTime}
	 */
	void count(InetAddress network, long now) {
		advance(now);
		this.current.count(network);
	}

	private void advance(long now) {
		if (!this.started) {
			this.started = true;
			this.start = now;
		}
		long passed = now - this.start;
		if (passed < SECOND) {
			// also if the clock of another event loop is behind
			return;
		}
		Interval oldest = this.previous;
		oldest.clear();
		this.previous = this.current;
		this.current = oldest;
		this.start += SECOND;
		if (passed >= 2 * SECOND) {
			this.previous.clear();
			this.start = now;
		}
	}

	/**
	 * The connections of one second.
	 */
	private static final class Interval {

		/** Number of connections by network. */
		private final Map<InetAddress, Integer> byNetwork = new HashMap<>();

		/** Connections of IPv6 sites. */
		private final Map<InetAddress, Site> bySite = new HashMap<>();

		/** Number of networks, of which a site counts for a limited number. */
		private int networks;

		int connections(InetAddress network) {
			return this.byNetwork.getOrDefault(network, 0);
		}

		int connectionsOfSite(InetAddress address) {
			Site site = this.bySite.get(address);
			return (site != null) ? site.connections : 0;
		}

		void count(InetAddress network) {
			boolean first = this.byNetwork.merge(network, 1, Integer::sum) == 1;
			InetAddress address = ClientNetwork.siteOf(network);
			if (address == null) {
				this.networks += first ? 1 : 0;
				return;
			}
			Site site = this.bySite.computeIfAbsent(address, (any) -> new Site());
			site.connections++;
			if (first && site.networks < MAX_SITE_SHARES) {
				site.networks++;
				this.networks++;
			}
		}

		void clear() {
			this.byNetwork.clear();
			this.bySite.clear();
			this.networks = 0;
		}

	}

	/**
	 * The connections of one IPv6 site.
	 */
	private static final class Site {

		/** Number of connections. */
		private int connections;

		/** Number of networks that count for the site. */
		private int networks;

	}

}
