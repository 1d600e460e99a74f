/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of one event loop that hold memory and have no session: requests and
 * TLS handshakes that have come in part, requests that wait for a decision, and rejected
 * peers that have not left. Cuts some of them while all together hold more than their
 * limit: of those that hold about the most, the one that has done so for the longest
 * time, as honest handshakes are small and soon over. Confined to the loop.
 */
public final class PendingHandshakes {

	/** The number of bytes below which all connections count as equally large. */
	private static final int SMALLEST = 1024;

	/** The number of size classes, each twice as large as the one before. */
	private static final int SIZES = 8;

	/** The connections by size, and in the order in which they grew to it. */
	private final List<Set<Holder>> bySize = new ArrayList<>();

	/** The number of bytes that all connections hold. */
	private long bytes;

	/** True while connections are being cut. */
	private boolean cutting;

	public PendingHandshakes() {
		for (int i = 0; i < SIZES; i++) {
			this.bySize.add(new LinkedHashSet<>());
		}
	}

	/**
	 * Notes the bytes that a connection holds now.
	 * @param before the bytes that were noted last for the connection; 0 at first
	 * @param now the bytes that the connection holds, or 0 if it has a session or has
	 * ended
	 * @param limit the bytes that all connections of the loop may hold; beyond that, some
	 * are cut, perhaps also this one
	 */
	public void note(Holder connection, int before, int now, long limit) {
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
				Set<Holder> candidates = this.bySize.get(size);
				while (this.bytes > limit && !candidates.isEmpty()) {
					// it takes itself out of here
					candidates.iterator().next().cutForMemory();
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

	/** Returns the bytes that all connections hold. */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * A connection that has no session.
	 */
	public interface Holder {

		/** Ends, as all such connections together hold too much. */
		void cutForMemory();

	}

}
