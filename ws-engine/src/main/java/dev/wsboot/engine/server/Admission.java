package dev.wsboot.engine.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the number of connections within its limits. Safe to use from any thread.
 */
final class Admission {

	/** Beyond that many, those that find no room are closed without a word. */
	private static final int MAX_REFUSED = 1000;

	private final int maxConnections;

	private final int maxPerAddress;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

	Admission(int maxConnections, int maxPerAddress) {
		this.maxConnections = maxConnections;
		this.maxPerAddress = maxPerAddress;
	}

	/**
	 * Lets a connection in, if there is room; then {@link #leave} must follow.
	 */
	boolean enter(InetAddress address) {
		if (this.connections.incrementAndGet() > this.maxConnections) {
			this.connections.decrementAndGet();
			return false;
		}
		if (this.maxPerAddress > 0 && this.perAddress.merge(address, 1, Integer::sum) > this.maxPerAddress) {
			leave(address);
			return false;
		}
		return true;
	}

	void leave(InetAddress address) {
		this.connections.decrementAndGet();
		if (this.maxPerAddress > 0) {
			this.perAddress.computeIfPresent(address, (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

	/**
	 * Keeps a connection for which there is no room, just to tell it so; then
	 * {@link #leaveRefused} must follow.
	 */
	boolean enterRefused() {
		if (this.refused.incrementAndGet() > MAX_REFUSED) {
			this.refused.decrementAndGet();
			return false;
		}
		return true;
	}

	void leaveRefused() {
		this.refused.decrementAndGet();
	}

	int connections() {
		return this.connections.get();
	}

}
