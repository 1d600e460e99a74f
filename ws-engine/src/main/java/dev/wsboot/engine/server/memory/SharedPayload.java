/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The count of a payload of a broadcast, which is charged once for all connections that
 * have it in their queues. Safe to use from any thread.
 */
public final class SharedPayload {

	private final SharedPayloads owner;

	/** The payload. Two equal arrays are two payloads. */
	public final byte[] bytes;

	/** The frames that hold the payload, and more while a broadcast creates frames. */
	private final AtomicLong holders;

	SharedPayload(SharedPayloads owner, byte[] bytes, long holders) {
		this.owner = owner;
		this.bytes = bytes;
		this.holders = new AtomicLong(holders);
	}

	/**
	 * Adds frames.
	 * @return {@code false} if the last frame is gone, so that this count is over
	 */
	boolean retain(long count) {
		return this.holders.getAndUpdate((present) -> (present == 0) ? 0 : present + count) != 0;
	}

	/** Returns the average share of one frame in the bytes of the payload. */
	public long share() {
		return this.bytes.length / Math.max(1, this.holders.get());
	}

	/** Removes frames. */
	public void release(long count) {
		if (this.holders.addAndGet(-count) == 0) {
			this.owner.onReleased(this);
		}
	}

}
