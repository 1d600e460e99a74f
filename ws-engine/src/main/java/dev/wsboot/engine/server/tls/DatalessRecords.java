/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

/**
 * Limits the TLS records of one peer that bring no data: key updates (RFC 8446 4.6.3),
 * each of which costs as much as hundreds of records, empty records, and warnings. A peer
 * that updates its keys as often as it should does so once in 2^24 records. Confined to
 * the event loop.
 */
final class DatalessRecords {

	/** The number of records that may come at once, after a pause. */
	static final int MAX_BURST = 32;

	/** The time after which one record is forgiven. */
	private static final long INTERVAL_NANOS = 1_000_000_000L;

	/** The time in nanoseconds at which all records are forgiven. */
	private long forgotten;

	DatalessRecords(long now) {
		this.forgotten = now;
	}

	/**
	 * Counts a record.
	 * @param now the time in nanoseconds
	 * @return whether the record is one too many
	 */
	boolean isExceededAt(long now) {
		if (now - this.forgotten > 0) {
			this.forgotten = now;
		}
		this.forgotten += INTERVAL_NANOS;
		return this.forgotten - now > MAX_BURST * INTERVAL_NANOS;
	}

}
