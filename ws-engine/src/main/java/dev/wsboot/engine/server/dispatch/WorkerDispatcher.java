/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.waits.PeerWaits;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches the ready mailboxes of one event loop to threads of the executor. Safe to
 * use from any thread.
 * <p>
 * A thread for each mailbox would cost more than most handlers do, so one worker handles
 * all ready mailboxes, one after the other. Yet a handler that blocks delays only its own
 * session: before a worker calls handlers while other mailboxes are ready, it makes sure
 * that a follower is submitted. The follower starts when the thread of the worker blocks,
 * or when another thread is idle. It takes over the remaining mailboxes, and has a
 * follower of its own.
 */
public final class WorkerDispatcher implements Runnable {

	/**
	 * Number of mailboxes that the loop has to add for a worker to be submitted before
	 * the end of its round.
	 */
	private static final int EARLY_SUBMIT_THRESHOLD = 32;

	/**
	 * Minimum number of mailboxes added in a round for the loop to yield to the workers.
	 */
	private static final int YIELD_THRESHOLD = 4;

	/** The executor of the workers. */
	private final Executor executor;

	/**
	 * The executor of callbacks that {@link #executor} rejects: those of sessions that
	 * are closed for this reason.
	 */
	private final Executor lastCallbacks;

	/** The limit on waits for peers; {@code null} if the executor needs none. */
	private final @Nullable PeerWaits peerWaits;

	/** The first ready mailbox. Guarded by this. */
	private @Nullable Mailbox head;

	/** The last ready mailbox. Guarded by this. */
	private @Nullable Mailbox tail;

	/**
	 * Number of mailboxes that the loop has added since anybody last checked whether a
	 * worker is needed. Guarded by this.
	 */
	private int unannounced;

	/** Number of mailboxes that the loop has added in this round. Guarded by this. */
	private int ofThisRound;

	/**
	 * Number of workers that have started and will look for another mailbox before they
	 * end. Guarded by this.
	 */
	private int workers;

	/**
	 * True if a worker was submitted, or is about to be, and has not started yet. Guarded
	 * by this.
	 */
	private boolean workerComes;

	/**
	 * Creates the dispatcher of one event loop.
	 * @param executor the executor of the workers
	 * @param lastCallbacks the executor of callbacks that the first one rejects
	 * @param peerWaits the limit on waits for peers, or {@code null} if the executor
	 * needs none
	 */
	public WorkerDispatcher(Executor executor, Executor lastCallbacks, @Nullable PeerWaits peerWaits) {
		this.executor = executor;
		this.lastCallbacks = lastCallbacks;
		this.peerWaits = peerWaits;
	}

	@Nullable PeerWaits peerWaits() {
		return this.peerWaits;
	}

	/**
	 * Adds a mailbox that has mail and that no thread handles. A mailbox is added once,
	 * until a worker has taken it.
	 * @param mailbox the mailbox
	 * @param soon true on the event loop, which calls {@link #announce} at the end of its
	 * round; false submits a worker at once, if none has been submitted
	 */
	void add(Mailbox mailbox, boolean soon) {
		boolean submit;
		synchronized (this) {
			append(mailbox);
			this.ofThisRound += soon ? 1 : 0;
			submit = (!soon || ++this.unannounced >= EARLY_SUBMIT_THRESHOLD) && needsWorker();
		}
		if (submit) {
			submitOrReject();
		}
	}

	/**
	 * Submits a worker for the ready mailboxes, unless a submitted worker has not started
	 * yet. Called by the event loop at the end of its round.
	 * @return whether the loop should yield its processor to the workers. If no other
	 * processor is free, workers and loop would otherwise interrupt each other every few
	 * messages
	 */
	public boolean announce() {
		boolean some;
		synchronized (this) {
			some = this.ofThisRound >= YIELD_THRESHOLD;
			this.ofThisRound = 0;
			if (this.head == null || !needsWorker()) {
				return some;
			}
		}
		submitOrReject();
		return some;
	}

	/** Appends a mailbox to the list. Called with the lock held. */
	private void append(Mailbox mailbox) {
		if (this.tail == null) {
			this.head = mailbox;
		}
		else {
			this.tail.nextReady = mailbox;
		}
		this.tail = mailbox;
	}

	/**
	 * Returns true if the caller has to submit a worker, since no other is about to
	 * start. Called with the lock held.
	 */
	private boolean needsWorker() {
		this.unannounced = 0;
		if (this.workerComes) {
			return false;
		}
		this.workerComes = true;
		return true;
	}

	private void submitOrReject() {
		Throwable cause = submit();
		if (cause != null) {
			closeRejected(cause);
		}
	}

	/**
	 * Submits a worker to the executor.
	 * @return the exception of the executor, or {@code null} if the worker was submitted
	 */
	private @Nullable Throwable submit() {
		try {
			this.executor.execute(this);
			return null;
		}
		catch (Throwable ex) {
			// rejected, or no more threads
			synchronized (this) {
				this.workerComes = false;
			}
			return ex;
		}
	}

	/**
	 * Closes the sessions of all ready mailboxes, since the executor has rejected the
	 * worker, unless a running worker will handle them.
	 */
	private void closeRejected(Throwable cause) {
		List<Mailbox> rejected = new ArrayList<>();
		synchronized (this) {
			if (this.workers > 0) {
				// a running worker handles them later
				return;
			}
			for (Mailbox mailbox = poll(); mailbox != null; mailbox = poll()) {
				rejected.add(mailbox);
			}
		}
		if (!rejected.isEmpty()) {
			Log.log(Level.ERROR, "The executor rejects callbacks: " + rejected.size() + " sessions are closed", cause);
		}
		for (Mailbox mailbox : rejected) {
			mailbox.onRefusal();
			this.lastCallbacks.execute(() -> {
				while (mailbox.handle()) {
					// until it is empty
				}
			});
		}
	}

	/** Handles ready mailboxes. Called by the executor. */
	@Override
	public void run() {
		synchronized (this) {
			this.workerComes = false;
			this.workers++;
		}
		try {
			Mailbox mailbox = next();
			while (mailbox != null) {
				boolean more = mailbox.handle();
				// an interrupt was meant for the handler that has returned
				Thread.interrupted();
				if (more && passOn(mailbox)) {
					return;
				}
				mailbox = next();
			}
		}
		catch (Throwable ex) {
			endWorker();
			throw ex;
		}
	}

	private synchronized void endWorker() {
		this.workers--;
	}

	/**
	 * Returns the next mailbox, after a follower was submitted if more mailboxes are
	 * ready, or {@code null} if the worker has to end.
	 */
	private @Nullable Mailbox next() {
		Mailbox mailbox;
		synchronized (this) {
			mailbox = poll();
			if (mailbox == null) {
				this.workers--;
			}
			if (this.head == null || !needsWorker()) {
				return mailbox;
			}
		}
		// if the follower is rejected, this worker handles all mailboxes
		submit();
		return mailbox;
	}

	/**
	 * Appends a mailbox that has more mail, and passes all ready mailboxes to another
	 * worker, so that tasks of others get the thread of this one.
	 * @param mailbox the mailbox
	 * @return whether another worker was submitted, so that this one has to end
	 */
	private boolean passOn(Mailbox mailbox) {
		boolean submit;
		synchronized (this) {
			append(mailbox);
			submit = needsWorker();
			// in the same step: from now on, no thread may rely on this worker
			this.workers--;
		}
		if (!submit || submit() == null) {
			return true;
		}
		synchronized (this) {
			this.workers++;
		}
		return false;
	}

	private @Nullable Mailbox poll() {
		Mailbox mailbox = this.head;
		if (mailbox != null) {
			this.head = mailbox.nextReady;
			mailbox.nextReady = null;
			if (this.head == null) {
				this.tail = null;
			}
		}
		return mailbox;
	}

}
