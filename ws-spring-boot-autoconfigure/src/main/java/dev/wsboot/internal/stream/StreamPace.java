package dev.wsboot.internal.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.reply.ReplyTarget;
import org.jspecify.annotations.Nullable;

/**
 * Sends the items of one stream, and tells when there is room for the next one. Used by
 * one thread at a time.
 */
public final class StreamPace {

	/** So many items at once, before other work gets the thread. */
	private static final int TURN = 64;

	/**
	 * Queued bytes that no stream waits for: a handler's thread writes small items
	 * together.
	 */
	private static final int NEARLY_NOTHING = 1024;

	private static final CompletionStage<Void> NOW = CompletableFuture.completedStage(null);

	private final Invocation invocation;

	private final ReplyTarget target;

	/** Items sent since it was last somebody else's turn. */
	private int inTurn;

	/** Bytes of items sent since the stream last waited for one. */
	private long queued;

	/** The last item; {@code null} before the first. */
	private volatile ReplyTarget.@Nullable Sent last;

	/**
	 * Creates the pace of a stream that has not begun.
	 * @param invocation the invocation that is answered
	 * @param target where the items go
	 */
	public StreamPace(Invocation invocation, ReplyTarget target) {
		this.invocation = invocation;
		this.target = target;
	}

	/**
	 * Sends an item.
	 * @param item the item
	 * @return what to wait for before the stream goes on, on another thread: complete if
	 * it is only somebody else's turn, and {@code null} if the next item may follow now
	 */
	public @Nullable CompletionStage<Void> send(Object item) {
		ReplyTarget.Sent sent = this.target.sendItem(this.invocation, item, this.queued);
		this.last = sent;
		this.queued = sent.queued();
		this.inTurn++;
		if (!hasRoom(sent)) {
			this.queued = 0;
			this.inTurn = 0;
			return sent.outcome();
		}
		if (this.inTurn < TURN) {
			return null;
		}
		this.inTurn = 0;
		return NOW;
	}

	/**
	 * Sends an item that nobody has asked for, and that nothing holds back, so that the
	 * overflow policy rules.
	 * @param item the item
	 */
	public void sendUnasked(Object item) {
		this.last = new ReplyTarget.Sent(this.target.send(this.invocation, item), Long.MAX_VALUE);
	}

	/**
	 * Runs a task when the last item is written, or at once if there is room.
	 * @param task the task
	 */
	public void whenWritten(Runnable task) {
		ReplyTarget.Sent sent = this.last;
		if (sent == null || hasRoom(sent)) {
			task.run();
		}
		else {
			sent.outcome().whenComplete((done, failure) -> task.run());
		}
	}

	private static boolean hasRoom(ReplyTarget.Sent sent) {
		return sent.queued() <= NEARLY_NOTHING;
	}

}
