/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.options.InboundOptions;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.engine.server.waits.SessionWaits;
import org.jspecify.annotations.Nullable;

/**
 * The mail of one session: everything that its handler has to be called for, in order.
 * <p>
 * <b>Ownership.</b> At most one thread handles a mailbox at a time. A thread becomes its
 * handler by setting {@link #running} under the lock, which only succeeds while nobody is
 * the handler and the first mail may begin:
 * <ul>
 * <li>whoever adds the first mail ({@link #offer}), or removes the last obstacle for it
 * ({@link #resume}), gives the mailbox to the {@link WorkerDispatcher}, or handles it at
 * once if it is the event loop and no callback may block;</li>
 * <li>the event loop reserves it for the messages of one read ({@link #tryHandleHere}),
 * calls handlers that never block without any mail, and gives it back
 * ({@link #handledHere});</li>
 * <li>a worker takes it from the dispatcher and handles mail ({@link #handle}) until
 * there is none, or others shall have their turn.</li>
 * </ul>
 * The handler gives up ownership in {@link #take}, under the lock, when no mail may
 * begin. Whoever adds mail later sees that, so that no mail is forgotten.
 * <p>
 * <b>Obstacles.</b> The first mail may not begin while a {@link HoldMail} stands before
 * it, while it is from a peer that does not read its replies, or while it needs a permit
 * to wait for its peer. Each obstacle ends with a call of {@link #resume}.
 * <p>
 * Safe to use from any thread. No callback runs under the lock.
 */
final class Mailbox {

	/**
	 * Maximum number of mails that are handled in a row before other sessions have their
	 * turn.
	 */
	private static final int MAX_IN_A_ROW = 64;

	private final MailboxOwner owner;

	private final HandlerInvoker invoker;

	/** The first mail. A {@link HoldMail} here holds back all others. Guarded by this. */
	private @Nullable Mail head;

	/** Guarded by this. */
	private @Nullable Mail tail;

	/** True if this mailbox has a handler, or is about to get one. Guarded by this. */
	private boolean running;

	/**
	 * The thread that handles this mailbox, written by that thread only. Other threads
	 * may read it without the lock, to learn that they are not the handler.
	 */
	private @Nullable Thread handler;

	/** The number of queued mails. Guarded by this. */
	private int count;

	/**
	 * The total size in bytes of the queued mails, without a sign: below the limit of the
	 * mailbox, plus one message. Guarded by this.
	 */
	private int bytes;

	/** Bytes of the heap that the queued mails occupy. Guarded by this. */
	private int held;

	/** Byte count last reported to the account of the connection. Guarded by this. */
	private int reported;

	/** True if reading is paused until there is room. Guarded by this. */
	private boolean full;

	/** The next mailbox that is ready. Guarded by the {@link WorkerDispatcher}. */
	@Nullable Mailbox nextReady;

	Mailbox(MailboxOwner owner, HandlerInvoker invoker) {
		this.owner = owner;
		this.invoker = invoker;
	}

	/**
	 * Adds a mail, and starts its handling if no thread handles the mailbox.
	 * @return whether there is room for more; if not, {@link InboundFlow#resumeSoon} is
	 * called once there is
	 */
	boolean offer(Mail mail) {
		InboundOptions inbound = this.owner.options().inbound();
		boolean here = this.owner.inLoop() && !this.invoker.mayBlock(mail);
		boolean start;
		boolean room;
		synchronized (this) {
			if (this.tail == null) {
				this.head = mail;
			}
			else {
				this.tail.next = mail;
			}
			this.tail = mail;
			this.count++;
			this.bytes += mail.size;
			this.held += mail.footprint;
			report();
			start = becomesReady();
			this.full |= this.count >= inbound.maxMessages()
					|| Integer.compareUnsigned(this.bytes, inbound.maxBytes()) >= 0;
			room = !this.full;
		}
		if (!start) {
			return room;
		}
		if (here) {
			runOnLoop();
			return hasRoom();
		}
		this.owner.dispatcher().add(this, this.owner.inLoop());
		return room;
	}

	/** Returns true if this call has made the mailbox ready to be handled. */
	private boolean becomesReady() {
		dropReleased();
		if (this.running || this.head == null || !mayBegin(this.head)) {
			return false;
		}
		this.running = true;
		return true;
	}

	/** Returns true if the first mail has to wait. */
	private boolean isHeldBack() {
		return this.head != null && (isHeld() || (this.head.isFromPeer() && this.owner.isPaced()));
	}

	/** Returns true if the callback for the first mail may begin now. */
	private boolean mayBegin(Mail first) {
		SessionWaits waits = this.invoker.waits;
		if (isHeldBack()) {
			giveBackPermit();
			return false;
		}
		return waits == null || this.owner.hasEnded() || !this.invoker.mayBlock(first) || waits.mayBegin(first.event,
				first instanceof Mail.Stream stream && stream.pipe.isComing(), this::resume);
	}

	/** Returns the permit of a callback that will not begin now. */
	private void giveBackPermit() {
		Permit permit = (this.invoker.waits != null) ? this.invoker.waits.takePermit() : null;
		if (permit != null) {
			// without the lock of this, since other sessions continue in this call
			this.owner.runOnLoop(permit::end);
		}
	}

	/** Removes holds that are released. */
	private void dropReleased() {
		while (this.head instanceof HoldMail hold && (hold.count == 0 || this.owner.hasEnded())) {
			this.head = hold.next;
			if (this.head == null) {
				this.tail = null;
			}
		}
	}

	/**
	 * Stops all queued mail, until the hold is released as often as this method was
	 * called, or the session ends.
	 * @return the hold, or {@code null} if the session has ended
	 */
	synchronized @Nullable HoldMail hold() {
		if (this.owner.hasEnded()) {
			return null;
		}
		HoldMail hold;
		if (this.head instanceof HoldMail present) {
			hold = present;
		}
		else {
			hold = new HoldMail(this);
			hold.next = this.head;
			this.head = hold;
			this.tail = (this.tail != null) ? this.tail : hold;
		}
		hold.count++;
		return hold;
	}

	/** Releases a hold once. The last release resumes the handling of mail. */
	void release(HoldMail hold) {
		synchronized (this) {
			hold.count--;
		}
		resume();
	}

	/** Starts the handling of mail, if the first mail has no obstacle. */
	void resume() {
		Mail first;
		synchronized (this) {
			if (!becomesReady()) {
				return;
			}
			first = this.head;
		}
		if (first != null && !this.invoker.mayBlock(first)) {
			// not at once, since this thread may be inside a callback of another session
			this.owner.runOnLoop(this::runOnLoop);
		}
		else {
			this.owner.dispatcher().add(this, this.owner.inLoop());
		}
	}

	/**
	 * Returns true if a hold is in force. Only the event loop may rely on the result, for
	 * holds that its own callbacks have taken.
	 */
	boolean isHeld() {
		return this.head instanceof HoldMail;
	}

	/**
	 * Reserves the mailbox for messages that the event loop handles without mail, if no
	 * mail is queued before them; {@link #handledHere} must follow.
	 * @return whether the mailbox is reserved
	 */
	synchronized boolean tryHandleHere() {
		if (this.running || this.head != null || this.owner.isPaced()) {
			return false;
		}
		this.running = true;
		this.handler = Thread.currentThread();
		return true;
	}

	/** Ends the reservation, and handles mail that was added meanwhile. */
	void handledHere() {
		synchronized (this) {
			if (this.head == null) {
				this.running = false;
				this.handler = null;
				return;
			}
		}
		runOnLoop();
	}

	synchronized boolean hasRoom() {
		return !this.full;
	}

	synchronized int count() {
		return this.count;
	}

	/**
	 * Handles mail until there is none, or {@link #MAX_IN_A_ROW} mails were handled.
	 * Called by the worker that has taken this mailbox from the {@link WorkerDispatcher}.
	 * @return whether there may be more mail, so that the mailbox must go back to the
	 * dispatcher
	 */
	boolean handle() {
		synchronized (this) {
			this.handler = Thread.currentThread();
		}
		boolean more = handleSome();
		this.owner.flush();
		return more;
	}

	private boolean handleSome() {
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return false;
			}
			this.invoker.handle(mail);
		}
		synchronized (this) {
			this.handler = null;
		}
		return true;
	}

	/**
	 * Returns true if this thread handles this mailbox and will handle more mail at once,
	 * so that frames it sends now can wait for those it sends next.
	 */
	synchronized boolean continuesHere() {
		return this.head != null && this.handler == Thread.currentThread() && !isHeldBack()
				&& !(this.head instanceof Mail.Stream);
	}

	/** Returns true if this thread handles this mailbox. */
	boolean isHandledHere() {
		return this.handler == Thread.currentThread();
	}

	/**
	 * Closes the session, since the executor has rejected the worker for this mailbox.
	 */
	void onRefusal() {
		this.invoker.onExecutorRefusal();
	}

	/**
	 * Handles mail until there is none, or one that may block, or {@link #MAX_IN_A_ROW}
	 * mails were handled.
	 */
	private void runOnLoop() {
		synchronized (this) {
			this.handler = Thread.currentThread();
		}
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return;
			}
			if (this.invoker.mayBlock(mail)) {
				putBack(mail);
				break;
			}
			this.invoker.handle(mail);
		}
		synchronized (this) {
			this.handler = null;
		}
		this.owner.dispatcher().add(this, true);
	}

	private @Nullable Mail take() {
		boolean nowRoom = false;
		Mail mail;
		synchronized (this) {
			dropReleased();
			mail = this.head;
			if (mail == null || !mayBegin(mail)) {
				this.running = false;
				this.handler = null;
				return null;
			}
			this.head = mail.next;
			mail.next = null;
			if (this.head == null) {
				this.tail = null;
			}
			this.count--;
			this.bytes -= mail.size;
			this.held -= mail.footprint;
			report();
			// at half, so that reading does not stop and go with every message
			if (this.full && hasRoomAgain(this.owner.options().inbound())) {
				this.full = false;
				nowRoom = true;
			}
		}
		if (nowRoom) {
			this.owner.inbound().resumeSoon();
		}
		return mail;
	}

	private boolean hasRoomAgain(InboundOptions inbound) {
		return this.count <= inbound.maxMessages() / 2
				&& Integer.compareUnsigned(this.bytes, inbound.maxBytes() / 2) <= 0;
	}

	private synchronized void putBack(Mail mail) {
		mail.next = this.head;
		this.head = mail;
		this.tail = (this.tail != null) ? this.tail : mail;
		this.count++;
		this.bytes += mail.size;
		this.held += mail.footprint;
		report();
	}

	/**
	 * Drops queued messages of the peer, as the session is closed. Called on any thread.
	 */
	void drop() {
		List<Mail> dropped = new ArrayList<>();
		synchronized (this) {
			Mail previous = null;
			for (Mail mail = this.head; mail != null; mail = mail.next) {
				if (!mail.isFromPeer()) {
					previous = mail;
					continue;
				}
				if (previous == null) {
					this.head = mail.next;
				}
				else {
					previous.next = mail.next;
				}
				dropped.add(mail);
				this.count--;
				this.bytes -= mail.size;
				this.held -= mail.footprint;
			}
			this.tail = previous;
			if (!this.running) {
				giveBackPermit();
			}
			report();
		}
		for (Mail mail : dropped) {
			if (mail instanceof Mail.Stream stream) {
				stream.pipe.abandon();
			}
		}
	}

	/** Reports the occupied bytes to the account, also if they changed by little. */
	synchronized void reportAll() {
		this.reported = this.owner.memory().reportAll(this.reported, this.held);
	}

	private void report() {
		this.reported = this.owner.memory().report(this.reported, this.held);
	}

	/** Returns the bytes of the heap that the queued mails occupy. */
	synchronized long heldBytes() {
		return this.held;
	}

}
