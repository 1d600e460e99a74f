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
	 * The number of ready mailboxes for which a worker is submitted before the loop's
	 * round ends.
	 */
	private static final int EARLY_SUBMIT_THRESHOLD = 32;

	/** The number of mailboxes of a round for which the loop yields to the workers. */
	private static final int YIELD_THRESHOLD = 4;

	/** Runs the workers. */
	private final Executor executor;

	/** Runs callbacks that {@link #executor} rejects, so that none is lost. */
	private final Executor lastCallbacks;

	/** The limit on waits for peers; {@code null} if the executor needs none. */
	private final @Nullable PeerWaits peerWaits;

	/** The first ready mailbox. Guarded by this. */
	private @Nullable Mailbox head;

	/** The last ready mailbox. Guarded by this. */
	private @Nullable Mailbox tail;

	/** Mailboxes that became ready since a worker was last submitted. Guarded by this. */
	private int unannounced;

	/** Mailboxes that the loop has added in this round. Guarded by this. */
	private int ofThisRound;

	/** The number of running workers. Guarded by this. */
	private int workers;

	/** True if a submitted worker has not started yet. Guarded by this. */
	private boolean workerComes;

	/**
	 * Creates the dispatcher of one event loop.
	 * @param executor runs the workers
	 * @param lastCallbacks runs callbacks that the executor rejects
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
	 * Adds a mailbox that has mail.
	 * @param soon whether {@link #announce} will be called soon
	 */
	void add(Mailbox mailbox, boolean soon) {
		boolean submit;
		synchronized (this) {
			append(mailbox);
			this.ofThisRound += soon ? 1 : 0;
			submit = (!soon || ++this.unannounced >= EARLY_SUBMIT_THRESHOLD) && needsWorker();
		}
		if (submit) {
			submitOrRefuse();
		}
	}

	/**
	 * Has all ready mailboxes handled.
	 * @return whether the loop should yield its processor to the workers: if no other
	 * processor is free, workers and loop would otherwise interrupt each other for a few
	 * messages each time
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
		submitOrRefuse();
		return some;
	}

	private void append(Mailbox mailbox) {
		if (this.tail == null) {
			this.head = mailbox;
		}
		else {
			this.tail.nextReady = mailbox;
		}
		this.tail = mailbox;
	}

	private boolean needsWorker() {
		this.unannounced = 0;
		if (this.workerComes) {
			return false;
		}
		this.workerComes = true;
		return true;
	}

	private void submitOrRefuse() {
		Throwable refusal = submit();
		if (refusal != null) {
			refuse(refusal);
		}
	}

	/**
	 * Submits a worker to the executor.
	 * @return the reason of the executor to reject it, or {@code null} if it is submitted
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

	private void refuse(Throwable cause) {
		List<Mailbox> refused = new ArrayList<>();
		synchronized (this) {
			if (this.workers > 0) {
				// a running worker handles them later
				return;
			}
			for (Mailbox mailbox = poll(); mailbox != null; mailbox = poll()) {
				refused.add(mailbox);
			}
		}
		if (!refused.isEmpty()) {
			Log.log(Level.ERROR, "The executor refuses callbacks, " + refused.size() + " sessions are closed", cause);
		}
		for (Mailbox mailbox : refused) {
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
			stepBack();
			throw ex;
		}
	}

	private synchronized void stepBack() {
		this.workers--;
	}

	/** Returns the next mailbox, or {@code null} after which the worker has to end. */
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
		// without a follower, this worker does it all
		submit();
		return mailbox;
	}

	/**
	 * Appends a mailbox that has more mail, and gives the thread back to the executor, so
	 * that the workers of other loops have their turn.
	 * @return whether another worker continues, so that this one has to end
	 */
	private boolean passOn(Mailbox mailbox) {
		boolean submit;
		synchronized (this) {
			append(mailbox);
			submit = needsWorker();
		}
		if (submit && submit() != null) {
			return false;
		}
		stepBack();
		return true;
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
