package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings the mailboxes of one event loop to threads of the executor. Safe to use from any
 * thread.
 * <p>
 * A thread for each mailbox would cost more than most handlers do, so one worker handles
 * all that are ready, one after the other. Yet a handler that blocks delays nobody but
 * its session: before a worker calls handlers while others wait, it makes sure that a
 * follower has been submitted. The follower gets to run when the worker's thread blocks
 * or another one is idle; it takes over the rest, and has a follower of its own.
 */
final class Handoff implements Runnable {

	/** Ready mailboxes that need not wait for the end of the loop's round. */
	private static final int MANY = 32;

	/** So many of them are worth giving up the processor for. */
	private static final int SOME = 4;

	private final ServerContext context;

	/** The first of the mailboxes that are ready. Guarded by this. */
	private @Nullable Mailbox head;

	/** Guarded by this. */
	private @Nullable Mailbox tail;

	/** Mailboxes that became ready since a worker was last submitted. Guarded by this. */
	private int unannounced;

	/** Mailboxes of this round of the loop. Guarded by this. */
	private int ofThisRound;

	/** Queues that a blocked handler may have left corked. Guarded by this. */
	private final ArrayDeque<OutboundQueue> corked = new ArrayDeque<>();

	/** Threads that work, each of which comes back for more. Guarded by this. */
	private int workers;

	/** Whether a worker is submitted that does not run yet. Guarded by this. */
	private boolean workerComes;

	/**
	 * Whether {@link #flushCorked} is submitted and does not run yet. Guarded by this.
	 */
	private boolean flushComes;

	Handoff(ServerContext context) {
		this.context = context;
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
			submit = (!soon || ++this.unannounced >= MANY) && needsWorker();
		}
		if (submit) {
			submitOrRefuse();
		}
	}

	/**
	 * Has all mailboxes handled that are ready.
	 * @return whether the loop does well to let the workers have its processor: if that
	 * is the only one that is free, they would be interrupted by the next message that
	 * comes, and the loop by them, for a few messages each time
	 */
	boolean announce() {
		boolean some;
		synchronized (this) {
			some = this.ofThisRound >= SOME;
			this.ofThisRound = 0;
			if (this.head == null || !needsWorker()) {
				return some;
			}
		}
		submitOrRefuse();
		return some;
	}

	/**
	 * Has a queue flushed by another thread if this one blocks before it does so itself.
	 * That is none of the executor's, all of whose threads may be blocked in just that
	 * way.
	 */
	void watch(OutboundQueue queue) {
		synchronized (this) {
			if (queue.watch()) {
				this.corked.add(queue);
			}
			if (this.flushComes) {
				return;
			}
			this.flushComes = true;
		}
		this.context.completions.execute(this::flushCorked);
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
	 * Has the executor start a worker.
	 * @return why it does not, or {@code null} if it does
	 */
	private @Nullable Throwable submit() {
		try {
			this.context.executor.execute(this);
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
				// late is better than never
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
			this.context.lastCallbacks.execute(() -> {
				while (mailbox.handle()) {
					// until it is empty
				}
			});
		}
	}

	/** Works. Called by the executor. */
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
				// it was meant for the handler that has returned
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

	/** Returns the next mailbox, for a worker that steps back if there is none. */
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
	 * Puts a mailbox with more mail behind the others, and lets others of a bounded
	 * executor get their turn, such as other loops' workers.
	 * @return whether somebody else goes on, so that this worker has stepped back
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

	private void flushCorked() {
		synchronized (this) {
			this.flushComes = false;
		}
		while (true) {
			OutboundQueue queue;
			synchronized (this) {
				queue = this.corked.poll();
				if (queue == null) {
					return;
				}
				queue.unwatch();
			}
			queue.flush();
		}
	}

}
