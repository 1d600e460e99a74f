/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.server.waits.PoolThreads.HandlerThread;
import org.jspecify.annotations.Nullable;

/**
 * The permits for the callbacks of one session on a bounded pool, and the record of the
 * session's waits in vain. Confined to the thread that handles the session's mailbox, or
 * guarded by the lock of the mailbox while there is no such thread, except for methods
 * that say otherwise.
 */
public final class SessionWaits {

	/**
	 * Number of callbacks without a wait in vain that make up for the first such wait.
	 */
	private static final int MIN_DEBT = 8;

	/** Maximum number of callbacks that make up for repeated waits in vain. */
	private static final int MAX_DEBT = 256;

	/** The events whose callbacks have waited, for all handlers of the same kind. */
	private final PeerWaits.WaitingEvents events;

	/**
	 * Number of callbacks without a wait in vain until the session counts as prompt
	 * again; -1 before the first callback with a permit. Written under the lock of this,
	 * read by any thread.
	 */
	private volatile int debt = -1;

	/**
	 * The permit for the next callback; {@code null} if none is requested.
	 */
	private @Nullable Permit next;

	SessionWaits(PeerWaits.WaitingEvents events) {
		this.events = events;
	}

	/**
	 * Returns whether a callback may begin now. A permit is needed if the callback reads
	 * unfinished input, or if callbacks of its kind have waited for their peers before.
	 * @param event the event that the callback is for; {@code null} for none
	 * @param reads whether the callback reads a message that has not arrived completely
	 * @param onPermit called when a permit is granted later; must neither block nor throw
	 * @return {@code false} if the callback has to wait for a permit
	 */
	public boolean mayBegin(@Nullable SessionEvent event, boolean reads, Runnable onPermit) {
		// a callback for the end of a session has no peer to wait for
		if (!reads && (event == null || event == SessionEvent.CLOSE || !this.events.contains(event))) {
			return true;
		}
		if (this.next == null) {
			this.next = new Permit(this.events.waits, this, onPermit);
		}
		return this.next.request();
	}

	/**
	 * Removes and returns the permit for the next callback. The caller must end the
	 * permit.
	 * @return the permit, or {@code null} if none is requested
	 */
	public @Nullable Permit takePermit() {
		Permit taken = this.next;
		this.next = null;
		return taken;
	}

	/**
	 * Records that a callback begins on the current thread. {@link #end} must follow.
	 * @param event the event that the callback is for; {@code null} for none
	 * @return the permit of the callback, or {@code null} if it needs none
	 */
	public @Nullable Permit begin(@Nullable SessionEvent event) {
		Permit permit = takePermit();
		begin(event, permit);
		return permit;
	}

	private void begin(@Nullable SessionEvent event, @Nullable Permit permit) {
		if (Thread.currentThread() instanceof HandlerThread thread) {
			thread.begin(this, event, permit != null && permit.isGranted());
		}
	}

	/**
	 * Records that the callback on the current thread has ended.
	 * @param permit the permit of the callback, or {@code null} if it needed none
	 */
	public void end(@Nullable Permit permit) {
		if (Thread.currentThread() instanceof HandlerThread thread) {
			thread.end();
		}
		if (permit != null) {
			permit.end();
		}
	}

	/**
	 * Returns a permit for a callback that runs concurrently with others of the session.
	 * Safe to call from any thread.
	 * @param event the event that the callback is for
	 * @param onPermit called if the permit is granted later than requested; must neither
	 * block nor throw
	 * @return a permit that is not requested yet, or {@code null} if the callback needs
	 * none, as callbacks of its kind have not waited for their peers before
	 */
	public @Nullable Permit newPermit(SessionEvent event, Runnable onPermit) {
		return this.events.contains(event) ? new Permit(this.events.waits, this, onPermit) : null;
	}

	/**
	 * Runs a callback that is concurrent with others of the session, on the current
	 * thread, and ends its permit. Safe to call from any thread.
	 * @param event the event that the callback is for
	 * @param permit the permit of the callback, or {@code null} if it needs none
	 * @param callback the callback
	 */
	public void run(SessionEvent event, @Nullable Permit permit, Runnable callback) {
		begin(event, permit);
		try {
			callback.run();
		}
		finally {
			end(permit);
		}
	}

	Standing standing() {
		int owed = this.debt;
		return (owed < 0) ? Standing.NEW : ((owed == 0) ? Standing.PROMPT : Standing.LATE);
	}

	/** Records an unexpected wait of a callback. */
	void onUnplannedWait(SessionEvent event) {
		this.events.add(event);
	}

	/** Records the end of a callback that had a permit or waited in vain. */
	synchronized void onCallEnd(boolean late) {
		this.debt = late ? Math.min(MAX_DEBT, MIN_DEBT + 2 * Math.max(0, this.debt)) : Math.max(0, this.debt - 1);
	}

}
