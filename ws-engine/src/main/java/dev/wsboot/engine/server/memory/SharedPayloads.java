/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryBudget;

/**
 * The payloads of broadcasts that are not written to all receivers yet. The budget counts
 * each payload once, however many connections hold it, and also if it is broadcast again.
 * Safe to use from any thread.
 */
public final class SharedPayloads {

	/** A number of frames that is never reached: holds a payload during a broadcast. */
	public static final long MANY = 1L << 40;

	/** The bytes that a payload occupies besides its array. */
	public static final int OVERHEAD = 136;

	private final MemoryBudget memory;

	/** The counts of all payloads that are held. */
	private final Map<Identity, SharedPayload> live = new ConcurrentHashMap<>();

	public SharedPayloads(MemoryBudget memory) {
		this.memory = memory;
	}

	/**
	 * Returns the count of a payload, to which {@link #MANY} frames are added.
	 * @param bytes the payload
	 */
	public SharedPayload of(byte[] bytes) {
		Identity identity = new Identity(bytes);
		while (true) {
			SharedPayload present = this.live.get(identity);
			if (present != null) {
				if (present.retain(MANY)) {
					return present;
				}
				// just released, and removed by the thread that has released it
				this.live.remove(identity, present);
			}
			SharedPayload added = new SharedPayload(this, bytes, MANY);
			if (this.live.putIfAbsent(identity, added) == null) {
				this.memory.add(size(bytes));
				return added;
			}
		}
	}

	/** Removes a payload that no frame holds any more. */
	void onReleased(SharedPayload payload) {
		this.live.remove(new Identity(payload.bytes), payload);
		this.memory.add(-size(payload.bytes));
	}

	private static int size(byte[] bytes) {
		return OVERHEAD + Footprint.array(bytes.length);
	}

	/** An array that equals only itself. */
	private record Identity(byte[] bytes) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Identity identity && identity.bytes == this.bytes;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.bytes);
		}

	}

}
