package dev.wsboot.engine.server.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The payload of a broadcast, which counts once for all connections that have it in their
 * queues. Safe to use from any thread.
 */
public final class SharedPayload {

	private final SharedPayloads owner;

	/** The array itself: two equal payloads are not one. */
	public final byte[] bytes;

	/** Frames that hold the payload, and more for whoever is about to make some. */
	private final AtomicLong holders;

	SharedPayload(SharedPayloads owner, byte[] bytes, long holders) {
		this.owner = owner;
		this.bytes = bytes;
		this.holders = new AtomicLong(holders);
	}

	/**
	 * Counts more frames.
	 * @return {@code false} if the last one is gone, so that this counts no longer
	 */
	boolean retain(long count) {
		return this.holders.getAndUpdate((present) -> (present == 0) ? 0 : present + count) != 0;
	}

	/** Returns what would be given back if one holder went, on the average. */
	public long share() {
		return this.bytes.length / Math.max(1, this.holders.get());
	}

	/** Counts some frames no longer. */
	public void release(long count) {
		if (this.holders.addAndGet(-count) == 0) {
			this.owner.onReleased(this);
		}
	}

}
