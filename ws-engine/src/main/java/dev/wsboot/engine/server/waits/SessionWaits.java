package dev.wsboot.engine.server.waits;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.server.waits.PoolThreads.HandlerThread;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one session's callbacks on a bounded pool, and how often these have
 * waited for the peer in vain. Owned by the thread that handles the session's mailbox,
 * and while there is none, guarded by the lock of the mailbox.
 */
public final class SessionWaits {

	/** Callbacks without a vain wait that the first vain one costs. */
	private static final int MIN_DEBT = 8;

	private static final int MAX_DEBT = 256;

	private final PeerWaits waits;

	/** The events whose callbacks wait, of all sessions with handlers of this kind. */
	private final WaitingEvents events;

	/**
	 * Callbacks without a vain wait that the session owes; -1 before its first callback
	 * with a permit. Written under the lock of this, read by any thread.
	 */
	private volatile int debt = -1;

	/**
	 * The permit for the next callback, or for the one that is about to begin;
	 * {@code null} if none is requested.
	 */
	private @Nullable Permit next;

	SessionWaits(PeerWaits waits, WaitingEvents events) {
		this.waits = waits;
		this.events = events;
	}

	/**
	 * Whether a callback may begin now: with a permit, if it will wait for the peer, or
	 * if callbacks of its kind have done so.
	 * @param event the event that the callback is for; {@code null} for none
	 * @param reads whether the callback reads what has not come yet
	 * @param onPermit called when there is a permit, if there is none now; must neither
	 * block nor throw
	 * @return {@code false} if the callback has to wait for a permit
	 */
	public boolean mayBegin(@Nullable SessionEvent event, boolean reads, Runnable onPermit) {
		// the peer of a session that has ended is not waited for
		if (!reads && (event == null || event == SessionEvent.CLOSE || !this.events.contains(event))) {
			return true;
		}
		if (this.next == null) {
			this.next = new Permit(this.waits, this, onPermit);
		}
		return this.next.request();
	}

	/**
	 * Returns the permit for the next callback, which the caller has to end.
	 * @return the permit, or {@code null} if none is requested
	 */
	public @Nullable Permit takePermit() {
		Permit taken = this.next;
		this.next = null;
		return taken;
	}

	/**
	 * Notes that a callback begins on this thread; {@link #end} must follow.
	 * @param event the event that the callback is for; {@code null} for none
	 * @return the permit of the callback, or {@code null} if it needs none
	 */
	public @Nullable Permit begin(@Nullable SessionEvent event) {
		Permit permit = takePermit();
		if (Thread.currentThread() instanceof HandlerThread thread) {
			thread.begin(this, event, permit != null && permit.isGranted());
		}
		return permit;
	}

	/**
	 * Notes that the callback on this thread has ended.
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

	Standing standing() {
		int owed = this.debt;
		return (owed < 0) ? Standing.NEW : ((owed == 0) ? Standing.PROMPT : Standing.LATE);
	}

	/** Notes an unexpected wait of a callback. */
	void onUnplannedWait(SessionEvent event) {
		this.events.add(event);
	}

	/** Notes the end of a callback that had a permit, or waited in vain. */
	synchronized void onCallEnd(boolean late) {
		this.debt = late ? Math.min(MAX_DEBT, MIN_DEBT + 2 * Math.max(0, this.debt)) : Math.max(0, this.debt - 1);
	}

}
