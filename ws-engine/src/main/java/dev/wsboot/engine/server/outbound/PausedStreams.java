package dev.wsboot.engine.server.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.wsboot.engine.SendException;
import org.jspecify.annotations.Nullable;

/**
 * The streams whose item was dropped by one connection: they go on when the peer has
 * taken something, as they would never stop sending items to be dropped otherwise. Safe
 * to use from any thread.
 */
final class PausedStreams {

	/** So many at least before those are looked for that have gone on already. */
	private static final int FEW = 16;

	/** Guarded by this. */
	private List<SendFuture> outcomes = new ArrayList<>(2);

	private int limit = FEW;

	/**
	 * Adds the outcome of an item, which is told later. It is kept no longer than needed
	 * if others tell it, too, as those do that have the same item of a broadcast.
	 */
	synchronized void add(SendFuture outcome) {
		if (this.outcomes.size() >= this.limit) {
			this.outcomes.removeIf(SendFuture::isDone);
			this.limit = Math.max(FEW, 2 * this.outcomes.size());
		}
		this.outcomes.add(outcome);
	}

	/**
	 * Tells all of them. The caller holds no lock.
	 * @param failure why there will be no room, or {@code null} if there is
	 * @param elsewhere runs the code that is attached
	 */
	void tell(SendException.@Nullable Reason failure, Executor elsewhere) {
		for (SendFuture each : removeAll()) {
			each.tell(failure, elsewhere);
		}
	}

	private synchronized List<SendFuture> removeAll() {
		List<SendFuture> all = this.outcomes;
		if (all.isEmpty()) {
			return List.of();
		}
		this.outcomes = new ArrayList<>(2);
		this.limit = FEW;
		return all;
	}

}
