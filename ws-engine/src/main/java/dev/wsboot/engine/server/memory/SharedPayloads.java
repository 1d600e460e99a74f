package dev.wsboot.engine.server.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryBudget;

/**
 * The payloads of broadcasts that are not written to all receivers yet. The budget counts
 * each of them once, whoever holds it, and also if it is broadcast again. Safe to use
 * from any thread.
 */
public final class SharedPayloads {

	/** More frames than there can be, so that nothing is released before its time. */
	public static final long MANY = 1L << 40;

	/** What a payload occupies besides its array. */
	public static final int OVERHEAD = 136;

	private final MemoryBudget memory;

	private final Map<Identity, SharedPayload> live = new ConcurrentHashMap<>();

	public SharedPayloads(MemoryBudget memory) {
		this.memory = memory;
	}

	/**
	 * Returns what counts a payload, for {@link #MANY} frames.
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
				// just released, and removed by whoever did that
				this.live.remove(identity, present);
			}
			SharedPayload added = new SharedPayload(this, bytes, MANY);
			if (this.live.putIfAbsent(identity, added) == null) {
				this.memory.add(size(bytes));
				return added;
			}
		}
	}

	/** Nobody holds a payload any more. */
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
