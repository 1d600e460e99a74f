package dev.wsboot.engine.server.outbound;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SendException;
import org.jspecify.annotations.Nullable;

/**
 * An item of a stream on its way to many sessions, and its outcome: complete when the
 * first of them has it, or has room again if it was dropped there, and when there is none
 * left. So the fastest receiver sets the pace. Safe to use from any thread.
 */
public final class BroadcastItem extends SendFuture {

	/** The item; {@code null} as soon as the broadcast has ended. */
	@Nullable PreparedMessage message;

	/** Frames that are not decided, and one more until the broadcast has ended. */
	private final AtomicInteger undecided = new AtomicInteger(1);

	private final AtomicBoolean told = new AtomicBoolean();

	/**
	 * Creates an item that nobody has yet.
	 * @param message the item
	 */
	public BroadcastItem(PreparedMessage message) {
		super(null);
		this.message = message;
	}

	/** Counts one more frame, which will tell what became of it. */
	void addTo(OutboundFrame frame) {
		this.undecided.incrementAndGet();
		frame.tells(this);
	}

	/** The item goes to nobody else. */
	public void end() {
		// streams that wait for room keep this, but need not keep what was dropped
		this.message = null;
		tell(SendException.Reason.CLOSED, Runnable::run);
	}

	@Override
	void tell(SendException.@Nullable Reason failure, Executor elsewhere) {
		boolean last = this.undecided.decrementAndGet() == 0;
		if ((failure == null || last) && this.told.compareAndSet(false, true)) {
			super.tell(null, elsewhere);
		}
	}

	/** Nothing for each of its frames. */
	@Override
	int footprint() {
		return 0;
	}

}
