package dev.wsboot.engine.server.tls;

/**
 * Limits the TLS records of one peer that bring no data: key updates (RFC 8446 4.6.3),
 * each of which costs as much as hundreds of records, empty records, and warnings. A peer
 * that updates its keys as often as it should does so once in 2^24 records. Confined to
 * the event loop.
 */
final class DatalessRecords {

	/** How many may come at once, after a pause. */
	static final int MAX_BURST = 32;

	/** How long one of them is held against the peer. */
	private static final long INTERVAL_NANOS = 1_000_000_000L;

	/** When none is held against the peer any more. */
	private long forgotten;

	DatalessRecords(long now) {
		this.forgotten = now;
	}

	/**
	 * Counts a record.
	 * @param now the time, as {@link System#nanoTime} tells it
	 * @return whether it is one too many
	 */
	boolean isExceededAt(long now) {
		if (now - this.forgotten > 0) {
			this.forgotten = now;
		}
		this.forgotten += INTERVAL_NANOS;
		return this.forgotten - now > MAX_BURST * INTERVAL_NANOS;
	}

}
