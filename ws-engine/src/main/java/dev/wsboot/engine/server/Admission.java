package dev.wsboot.engine.server;

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
 * it: whoever may not connect must not use up what others may.
 */
final class Admission {

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

	Admission(int maxConnections, int maxPerAddress, int maxPerSecond) {
		this.maxConnections = maxConnections;
		this.maxPerAddress = maxPerAddress;
		this.rate = new TokenBucket(maxPerSecond);
	}

	/**
	 * Lets a connection in, if there is room; then {@link #leave} must follow.
	 * @param address the address of the peer; {@code null} for a proxy, whose clients are
	 * counted once they are known
	 * @param now the time, as {@link System#nanoTime} tells it
	 */
	boolean enter(@Nullable InetAddress address, long now) {
		if (this.connections.incrementAndGet() > this.maxConnections) {
			this.connections.decrementAndGet();
			return false;
		}
		if (address != null && !addAddress(address)) {
			this.connections.decrementAndGet();
			return false;
		}
		if (!takeFromRate(now)) {
			leave(address);
			return false;
		}
		return true;
	}

	private boolean takeFromRate(long now) {
		synchronized (this.rate) {
			return this.rate.take(1, now);
		}
	}

	/**
	 * Counts a connection that a proxy has opened for the address of its client; then
	 * {@link #leave} must tell that address.
	 * @return {@code false} if it is one too many, and not counted. The rate gets back
	 * what the connection has taken, as the address was not known then
	 */
	boolean enterAddress(InetAddress address) {
		if (addAddress(address)) {
			return true;
		}
		synchronized (this.rate) {
			this.rate.giveBack(1);
		}
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
	void leave(@Nullable InetAddress address) {
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
