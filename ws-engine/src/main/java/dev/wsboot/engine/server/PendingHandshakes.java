package dev.wsboot.engine.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of one event loop that hold memory and have no session: requests and
 * TLS handshakes that have come in part, requests that wait for a decision, and refused
 * peers that have not left. Cuts some of them while all hold more together than they may:
 * of those that hold about the most, the one that has done so for the longest time, as
 * honest handshakes are small and soon over. Confined to the loop.
 */
final class PendingHandshakes {

	/** Below that, all count as equally large. */
	private static final int SMALLEST = 1024;

	/** The number of sizes that are told apart, each twice the one before. */
	private static final int SIZES = 8;

	/** The connections by size, and in the order in which they grew to it. */
	private final List<Set<Connection>> bySize = new ArrayList<>();

	private long bytes;

	private boolean cutting;

	PendingHandshakes() {
		for (int i = 0; i < SIZES; i++) {
			this.bySize.add(new LinkedHashSet<>());
		}
	}

	/**
	 * Notes what a connection holds now.
	 * @param before what was noted last for it; 0 at first
	 * @param now bytes that it holds, or 0 if it has got a session or has ended
	 * @param limit bytes that all connections of the loop may hold; beyond them, some are
	 * cut, perhaps also this one
	 */
	void note(Connection connection, int before, int now, long limit) {
		int from = (before > 0) ? size(before) : -1;
		int to = (now > 0) ? size(now) : -1;
		if (from != to) {
			if (from >= 0) {
				this.bySize.get(from).remove(connection);
			}
			if (to >= 0) {
				this.bySize.get(to).add(connection);
			}
		}
		this.bytes += now - before;
		if (this.bytes > limit && now > before && !this.cutting) {
			cut(limit);
		}
	}

	private void cut(long limit) {
		this.cutting = true;
		try {
			for (int size = SIZES - 1; size >= 0; size--) {
				Set<Connection> candidates = this.bySize.get(size);
				while (this.bytes > limit && !candidates.isEmpty()) {
					// it takes itself out of here
					candidates.iterator().next().cutHandshake();
				}
			}
		}
		finally {
			this.cutting = false;
		}
	}

	private static int size(int bytes) {
		return Math.min(SIZES - 1, Integer.SIZE - Integer.numberOfLeadingZeros(bytes / SMALLEST));
	}

	/** Bytes that are held. */
	long bytes() {
		return this.bytes;
	}

}
