package dev.wsboot.engine.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

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
	 * @param address who it is from; {@code null} for a proxy, whose clients are counted
	 * once they are known
	 */
	boolean enter(@Nullable InetAddress address) {
		if (this.connections.incrementAndGet() > this.maxConnections) {
			this.connections.decrementAndGet();
			return false;
		}
		if (address != null && !enterAddress(address)) {
			this.connections.decrementAndGet();
			return false;
		}
		return true;
	}

	/**
	 * Counts a connection for an address; then {@link #leave} must tell that address.
	 * @return {@code false} if it is one too many, and not counted
	 */
	boolean enterAddress(InetAddress address) {
		if (this.maxPerAddress > 0 && this.perAddress.merge(address, 1, Integer::sum) > this.maxPerAddress) {
			leaveAddress(address);
			return false;
		}
		return true;
	}

	/**
	 * Has a connection leave.
	 * @param address the address that it was counted for, if it was
	 */
	void leave(@Nullable InetAddress address) {
		// who sees that a connection has left may come from its address
		if (address != null) {
			leaveAddress(address);
		}
		this.connections.decrementAndGet();
	}

	private void leaveAddress(InetAddress address) {
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
