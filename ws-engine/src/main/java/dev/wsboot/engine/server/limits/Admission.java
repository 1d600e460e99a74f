/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limits on the number of connections, and on the rate of new connections. Safe to
 * use from any thread.
 * <p>
 * A connection takes from the rate when its client is known and no other limit rejects
 * the connection, so that rejected connections do not use up the rate. The last quarter
 * of the connections that may be admitted at once is reserved for networks that have had
 * less than their share, so that a network that connects again and again does not lock
 * out others.
 * <p>
 * A connection of a trusted proxy is unidentified until the proxy has named the client.
 * Unidentified connections take nothing from the rate, and may be three quarters of all
 * connections.
 */
public final class Admission {

	/** Maximum number of rejected connections that are open at once. */
	private static final int MAX_REJECTED = 1000;

	private final int maxConnections;

	/** Maximum number of unidentified connections. */
	private final int maxUnidentified;

	private final int maxPerAddress;

	/** Number of admitted connections, including the unidentified ones. */
	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger unidentified = new AtomicInteger();

	/** Number of rejected connections that are open. */
	private final AtomicInteger rejected = new AtomicInteger();

	/** Number of connections by {@link ClientNetwork}. */
	private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

	/** Number of connections that may be admitted now. Guarded by itself. */
	private final TokenBucket rate;

	/** Recent connections of each network. Guarded by {@link #rate}. */
	private final NetworkShares shares;

	/**
	 * Number of connections reserved for networks that have had less than their share.
	 */
	private final int reserve;

	private final boolean limitsRate;

	/**
	 * Creates the limits of a server.
	 * @param maxConnections the maximum number of connections
	 * @param maxPerAddress the maximum number of connections of one client network; 0 for
	 * no limit
	 * @param maxPerSecond the maximum number of new connections in a second; 0 for no
	 * limit
	 */
	public Admission(int maxConnections, int maxPerAddress, int maxPerSecond) {
		this.maxConnections = maxConnections;
		this.maxUnidentified = maxConnections - maxConnections / 4;
		this.maxPerAddress = maxPerAddress;
		this.rate = new TokenBucket(maxPerSecond);
		this.shares = new NetworkShares(maxPerSecond);
		this.reserve = maxPerSecond / 4;
		this.limitsRate = maxPerSecond > 0;
	}

	/**
	 * Admits a connection whose client is its peer. If admitted, {@link #leave} must
	 * follow.
	 * @param client the address of the client
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return {@code false} if a limit rejects the connection
	 */
	public boolean enter(InetAddress client, long now) {
		if (!addUpTo(this.maxConnections, this.connections)) {
			return false;
		}
		if (!addClient(client, now)) {
			this.connections.decrementAndGet();
			return false;
		}
		return true;
	}

	/**
	 * Admits a connection of a trusted proxy. If admitted, {@link #leaveUnidentified}
	 * must follow, unless the client is identified before.
	 * @return {@code false} if there are too many connections, or too many unidentified
	 * ones
	 */
	public boolean enterUnidentified() {
		if (!addUpTo(this.maxUnidentified, this.unidentified)) {
			return false;
		}
		if (!addUpTo(this.maxConnections, this.connections)) {
			this.unidentified.decrementAndGet();
			return false;
		}
		return true;
	}

	/**
	 * Identifies the client of an unidentified connection. If admitted, {@link #leave}
	 * must follow.
	 * @param client the address of the client
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return {@code false} if a limit rejects the client; the connection remains
	 * unidentified
	 */
	public boolean identify(InetAddress client, long now) {
		if (!addClient(client, now)) {
			return false;
		}
		this.unidentified.decrementAndGet();
		return true;
	}

	/**
	 * Identifies a trusted proxy as the client of its own connection. The proxy has no
	 * limit of connections, as the proxy may not name its clients. If admitted,
	 * {@link #leaveProxy} must follow.
	 * @param proxy the address of the proxy
	 * @param now the current time as returned by {@link System#nanoTime}
	 * @return {@code false} if the rate rejects the connection, which remains
	 * unidentified
	 */
	public boolean identifyProxy(InetAddress proxy, long now) {
		if (!takeFromRate(proxy, now)) {
			return false;
		}
		this.unidentified.decrementAndGet();
		return true;
	}

	private static boolean addUpTo(int limit, AtomicInteger count) {
		if (count.incrementAndGet() > limit) {
			count.decrementAndGet();
			return false;
		}
		return true;
	}

	private boolean addClient(InetAddress client, long now) {
		if (!addAddress(client)) {
			return false;
		}
		if (!takeFromRate(client, now)) {
			removeAddress(client);
			return false;
		}
		return true;
	}

	private boolean takeFromRate(InetAddress client, long now) {
		if (!this.limitsRate) {
			return true;
		}
		InetAddress network = ClientNetwork.of(client);
		synchronized (this.rate) {
			if (!this.rate.take(1, now)) {
				return false;
			}
			if (this.rate.holds(this.reserve) || this.shares.hasShareLeft(network, now)) {
				this.shares.count(network, now);
				return true;
			}
			this.rate.giveBack(1);
			return false;
		}
	}

	private boolean addAddress(InetAddress client) {
		if (this.maxPerAddress > 0
				&& this.perAddress.merge(ClientNetwork.of(client), 1, Integer::sum) > this.maxPerAddress) {
			removeAddress(client);
			return false;
		}
		return true;
	}

	private void removeAddress(InetAddress client) {
		if (this.maxPerAddress > 0) {
			this.perAddress.computeIfPresent(ClientNetwork.of(client), (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

	/**
	 * Removes the connection of a client.
	 * @param client the address of the client
	 */
	public void leave(InetAddress client) {
		// a client that sees its connection end may connect again at once
		removeAddress(client);
		this.connections.decrementAndGet();
	}

	/** Removes a connection whose client is a trusted proxy. */
	public void leaveProxy() {
		this.connections.decrementAndGet();
	}

	/** Removes an unidentified connection. */
	public void leaveUnidentified() {
		this.unidentified.decrementAndGet();
		this.connections.decrementAndGet();
	}

	/**
	 * Adds a connection that is open only to be rejected. {@link #leaveRejected} must
	 * follow.
	 * @return {@code false} if there are too many of these connections, so that this one
	 * must be closed without a response
	 */
	public boolean enterRejected() {
		return addUpTo(MAX_REJECTED, this.rejected);
	}

	/** Removes a connection that was open only to be rejected. */
	public void leaveRejected() {
		this.rejected.decrementAndGet();
	}

	/** Returns the number of admitted connections. */
	public int connections() {
		return this.connections.get();
	}

	/** Returns the number of unidentified connections. */
	int unidentified() {
		return this.unidentified.get();
	}

}
