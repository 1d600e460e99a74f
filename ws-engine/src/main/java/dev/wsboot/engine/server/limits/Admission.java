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

import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of connections, and of new connections in a second, within their
 * limits. Safe to use from any thread.
 * <p>
 * The rate is asked last, and a connection that any other limit refuses takes nothing of
 * it: whoever may not connect must not use up what others may. The last quarter of what
 * may be let in at once is for networks that have not had their part yet, so one that
 * connects again and again does not lock out the others.
 */
public final class Admission {

	/** Beyond that many, those that find no room are closed without a word. */
	private static final int MAX_REFUSED = 1000;

	private final int maxConnections;

	private final int maxPerAddress;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	/** The connections by {@link ClientNetwork}. */
	private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

	/** The connections that may still be let in. Guarded by itself. */
	private final TokenBucket rate;

	/** Recent connections of each network. Guarded by {@link #rate}. */
	private final NetworkShares shares;

	/** Connections reserved for networks that have opened less than their part. */
	private final int reserve;

	private final boolean limitsRate;

	public Admission(int maxConnections, int maxPerAddress, int maxPerSecond) {
		this.maxConnections = maxConnections;
		this.maxPerAddress = maxPerAddress;
		this.rate = new TokenBucket(maxPerSecond);
		this.shares = new NetworkShares(maxPerSecond);
		this.reserve = maxPerSecond / 4;
		this.limitsRate = maxPerSecond > 0;
	}

	/**
	 * Lets a connection in, if there is room; then {@link #leave} must follow.
	 * @param address the address of the peer; {@code null} for a proxy, whose clients are
	 * counted once they are known
	 * @param now the time, as {@link System#nanoTime} tells it
	 */
	public boolean enter(@Nullable InetAddress address, long now) {
		if (this.connections.incrementAndGet() > this.maxConnections) {
			this.connections.decrementAndGet();
			return false;
		}
		if (address != null && !addAddress(address)) {
			this.connections.decrementAndGet();
			return false;
		}
		if (!takeFromRate(address, now)) {
			leave(address);
			return false;
		}
		return true;
	}

	private boolean takeFromRate(@Nullable InetAddress address, long now) {
		if (!this.limitsRate) {
			return true;
		}
		synchronized (this.rate) {
			return this.rate.take(1, now) && (address == null || keepsToPart(address, now));
		}
	}

	/**
	 * Counts a connection that was taken from the rate, or gives it back if it belongs to
	 * the others.
	 */
	private boolean keepsToPart(InetAddress address, long now) {
		InetAddress network = ClientNetwork.of(address);
		if (this.rate.holds(this.reserve) || this.shares.hasPartLeft(network, now)) {
			this.shares.count(network, now);
			return true;
		}
		this.rate.giveBack(1);
		return false;
	}

	/**
	 * Counts a connection that a proxy has opened for the address of its client; then
	 * {@link #leave} must tell that address.
	 * @param address the address of the client
	 * @param now the time, as {@link System#nanoTime} tells it
	 * @return {@code false} if it is one too many, and not counted. The rate gets back
	 * what the connection has taken, as the address was not known then
	 */
	public boolean enterAddress(InetAddress address, long now) {
		boolean added = addAddress(address);
		synchronized (this.rate) {
			if (!added) {
				this.rate.giveBack(1);
				return false;
			}
			if (!this.limitsRate || keepsToPart(address, now)) {
				return true;
			}
		}
		leaveAddress(address);
		return false;
	}

	private boolean addAddress(InetAddress address) {
		if (this.maxPerAddress > 0
				&& this.perAddress.merge(ClientNetwork.of(address), 1, Integer::sum) > this.maxPerAddress) {
			leaveAddress(address);
			return false;
		}
		return true;
	}

	/**
	 * Has a connection leave.
	 * @param address the address that it was counted for, if it was
	 */
	public void leave(@Nullable InetAddress address) {
		// who sees that a connection has left may come from its address
		if (address != null) {
			leaveAddress(address);
		}
		this.connections.decrementAndGet();
	}

	private void leaveAddress(InetAddress address) {
		if (this.maxPerAddress > 0) {
			this.perAddress.computeIfPresent(ClientNetwork.of(address), (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

	/**
	 * Keeps a connection for which there is no room, just to tell it so; then
	 * {@link #leaveRefused} must follow.
	 */
	public boolean enterRefused() {
		if (this.refused.incrementAndGet() > MAX_REFUSED) {
			this.refused.decrementAndGet();
			return false;
		}
		return true;
	}

	public void leaveRefused() {
		this.refused.decrementAndGet();
	}

	public int connections() {
		return this.connections.get();
	}

}
