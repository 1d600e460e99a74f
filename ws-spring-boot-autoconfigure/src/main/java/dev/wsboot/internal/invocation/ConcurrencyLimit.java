package dev.wsboot.internal.invocation;

import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * What runs for one session side by side. When it is as much as may be, the session's
 * next messages wait in the engine, where they hold back the peer. Safe to use from any
 * thread.
 */
public final class ConcurrencyLimit {

	private final int limit;

	/** Guarded by this. */
	private int running;

	/** Completes when one more may run; {@code null} while it may. Guarded by this. */
	private @Nullable CompletableFuture<@Nullable Void> room;

	/** Handler methods among that which runs. Guarded by this. */
	private int methods;

	/** Waits for the handler methods. Guarded by this. */
	private @Nullable Runnable last;

	public ConcurrencyLimit(int limit) {
		this.limit = limit;
	}

	/**
	 * Counts a handler method that begins. Called by the session's mailbox.
	 * @param session the session
	 */
	public void beginMethod(WsSession session) {
		synchronized (this) {
			this.methods++;
		}
		begin(session);
	}

	/** Counts a handler method that has ended. */
	public void endMethod() {
		Runnable task;
		synchronized (this) {
			this.methods--;
			task = (this.methods == 0) ? this.last : null;
			this.last = (task != null) ? null : this.last;
		}
		end();
		if (task != null) {
			task.run();
		}
	}

	/**
	 * Counts something that begins.
	 * @param session the session
	 */
	void begin(WsSession session) {
		CompletableFuture<@Nullable Void> full;
		synchronized (this) {
			this.running++;
			if (this.running < this.limit || this.room != null) {
				return;
			}
			full = new CompletableFuture<>();
			this.room = full;
		}
		session.holdUntil(full);
	}

	/** Counts something that has ended. */
	void end() {
		CompletableFuture<@Nullable Void> full;
		synchronized (this) {
			this.running--;
			full = (this.running < this.limit) ? this.room : null;
			this.room = (full != null) ? null : this.room;
		}
		if (full != null) {
			full.complete(null);
		}
	}

	/**
	 * Leaves a task to the handler method that ends last. No method may begin any more.
	 * @param task the task
	 * @return {@code false} if none runs
	 */
	public synchronized boolean leaveToLast(Runnable task) {
		if (this.methods == 0) {
			return false;
		}
		this.last = task;
		return true;
	}

}
