package dev.wsboot.engine.server;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.engine.server.waits.SessionWaits;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a session's handler. One thread at a time handles it, in order: the
 * event loop as long as nothing may block, else a thread of the executor. Safe to use
 * from any thread.
 */
final class Mailbox {

	/** Other sessions of a bounded executor get their turn after that many. */
	private static final int MAX_IN_A_ROW = 64;

	private final HandlerCalls calls;

	/** A {@link Hold} in this place holds back all behind it. Guarded by this. */
	private @Nullable Mail head;

	/** Guarded by this. */
	private @Nullable Mail tail;

	/** Whether a thread handles this mailbox, or is about to. Guarded by this. */
	private boolean running;

	/**
	 * The thread that handles this mailbox, written by that thread only. Any other may
	 * read the field without a lock, to learn that it is another one.
	 */
	private @Nullable Thread handler;

	/** Mails that wait. Guarded by this. */
	private int count;

	/** Their bytes. Guarded by this. */
	private long bytes;

	/** What they occupy on the heap. Guarded by this. */
	private int held;

	/** Byte count last reported to the account of the connection. Guarded by this. */
	private int told;

	/** Whether the connection waits for room. Guarded by this. */
	private boolean full;

	/** The next mailbox that is ready. Guarded by the {@link Handoff}. */
	@Nullable Mailbox nextReady;

	Mailbox(HandlerCalls calls) {
		this.calls = calls;
	}

	/**
	 * Adds a mail, and has it handled if nobody is at it.
	 * @return whether there is room for more; if not, {@link HandlerCalls#onRoom} is
	 * called once there is
	 */
	boolean offer(Mail mail) {
		SessionOptions options = this.calls.options();
		boolean here = this.calls.inLoop() && !mayBlock(mail);
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
			this.bytes += mail.size();
			this.held += mail.footprint();
			tell();
			start = becomesReady();
			this.full |= this.count >= options.inboundMaxMessages() || this.bytes >= options.inboundMaxBytes();
			room = !this.full;
		}
		if (!start) {
			return room;
		}
		if (here) {
			runOnLoop();
			return hasRoom();
		}
		this.calls.handoff().add(this, this.calls.inLoop());
		return room;
	}

	/** Whether this call has made the mailbox ready to be handled. */
	private boolean becomesReady() {
		dropReleased();
		if (this.running || this.head == null || !mayBegin(this.head)) {
			return false;
		}
		this.running = true;
		return true;
	}

	/** Whether the first mail has to wait. */
	private boolean isHeldBack() {
		return this.head != null && (isHeld() || (this.head.isFromPeer() && this.calls.isPaced()));
	}

	/** Whether the callback for the first mail may begin now. */
	private boolean mayBegin(Mail first) {
		SessionWaits waits = this.calls.waits;
		if (isHeldBack()) {
			giveBackPermit();
			return false;
		}
		return waits == null || this.calls.hasEnded() || !mayBlock(first) || waits.mayBegin(first.event(),
				first instanceof Mail.Stream stream && stream.pipe.isComing(), this::goOn);
	}

	/** Leaves the permit of a callback that will not begin now to others. */
	private void giveBackPermit() {
		Permit permit = (this.calls.waits != null) ? this.calls.waits.takePermit() : null;
		if (permit != null) {
			// not with the lock of this, as others go on then
			this.calls.runOnLoop(permit::end);
		}
	}

	/** Removes holds that hold back nothing any more. */
	private void dropReleased() {
		while (this.head instanceof Hold hold && (hold.count == 0 || this.calls.hasEnded())) {
			this.head = hold.next;
			if (this.head == null) {
				this.tail = null;
			}
		}
	}

	/**
	 * Holds back what has not begun, until a hold is released as often as this was
	 * called, or the session ends.
	 * @return what to release, or {@code null} if the session has ended
	 */
	synchronized @Nullable Hold hold() {
		if (this.calls.hasEnded()) {
			return null;
		}
		Hold hold;
		if (this.head instanceof Hold present) {
			hold = present;
		}
		else {
			hold = new Hold(this);
			hold.next = this.head;
			this.head = hold;
			this.tail = (this.tail != null) ? this.tail : hold;
		}
		hold.count++;
		return hold;
	}

	/** Releases a hold once, and goes on if it was the last time. */
	void release(Hold hold) {
		synchronized (this) {
			hold.count--;
		}
		goOn();
	}

	/** Goes on with what was held back, if nothing else holds it back. */
	void goOn() {
		Mail first;
		synchronized (this) {
			if (!becomesReady()) {
				return;
			}
			first = this.head;
		}
		if (first != null && !mayBlock(first)) {
			// not at once, whatever this thread is just doing for others
			this.calls.runOnLoop(this::runOnLoop);
		}
		else {
			this.calls.handoff().add(this, this.calls.inLoop());
		}
	}

	/**
	 * Whether nothing may be handled now. Only the event loop may rely on it, for what it
	 * has held itself.
	 */
	boolean isHeld() {
		return this.head instanceof Hold;
	}

	/**
	 * Reserves the mailbox for messages that the event loop handles now, as nothing waits
	 * before them; {@link #handledHere} must follow.
	 */
	synchronized boolean tryHandleHere() {
		if (this.running || this.head != null || this.calls.isPaced()) {
			return false;
		}
		this.running = true;
		this.handler = Thread.currentThread();
		return true;
	}

	/** Goes on with what was added meanwhile. */
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
	 * Handles mail until there is none, for the one thread that has taken this mailbox
	 * from the {@link Handoff}.
	 * @return whether there is more, so that the mailbox must go back
	 */
	boolean handle() {
		synchronized (this) {
			this.handler = Thread.currentThread();
		}
		boolean more = handleSome();
		this.calls.flush();
		return more;
	}

	private boolean handleSome() {
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return false;
			}
			this.calls.handle(mail);
		}
		synchronized (this) {
			this.handler = null;
		}
		return true;
	}

	/**
	 * Whether this thread handles this mailbox and will go on doing so, so that what it
	 * sends now can wait for what it sends next.
	 */
	synchronized boolean goesOnHere() {
		return this.head != null && this.handler == Thread.currentThread() && !isHeldBack()
				&& this.head.type != Mail.Type.STREAM;
	}

	/** Whether this thread handles this mailbox. */
	boolean isHandledHere() {
		return this.handler == Thread.currentThread();
	}

	/** No thread is to be had. */
	void onRefusal() {
		this.calls.onExecutorRefusal();
	}

	/** Handles mail until there is none, or one that may block. */
	private void runOnLoop() {
		synchronized (this) {
			this.handler = Thread.currentThread();
		}
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return;
			}
			if (mayBlock(mail)) {
				putBack(mail);
				break;
			}
			this.calls.handle(mail);
		}
		synchronized (this) {
			this.handler = null;
		}
		this.calls.handoff().add(this, true);
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
			this.bytes -= mail.size();
			this.held -= mail.footprint();
			tell();
			// at half, so that reading does not stop and go with every message
			if (this.full && hasRoomAgain(this.calls.options())) {
				this.full = false;
				nowRoom = true;
			}
		}
		if (nowRoom) {
			this.calls.onRoom();
		}
		return mail;
	}

	private boolean hasRoomAgain(SessionOptions options) {
		return this.count <= options.inboundMaxMessages() / 2 && this.bytes <= options.inboundMaxBytes() / 2;
	}

	private synchronized void putBack(Mail mail) {
		mail.next = this.head;
		this.head = mail;
		this.tail = (this.tail != null) ? this.tail : mail;
		this.count++;
		this.bytes += mail.size();
		this.held += mail.footprint();
		tell();
	}

	/**
	 * Drops messages that wait, of a session that is closed. From any thread.
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
				this.bytes -= mail.size();
				this.held -= mail.footprint();
			}
			this.tail = previous;
			if (!this.running) {
				giveBackPermit();
			}
			tell();
		}
		for (Mail mail : dropped) {
			if (mail instanceof Mail.Stream stream) {
				stream.pipe.abandon();
			}
		}
	}

	/** Tells the server what waits, also of small changes. */
	synchronized void tellHeld() {
		this.told = this.calls.memory().reportAll(this.told, this.held);
	}

	private void tell() {
		this.told = this.calls.memory().report(this.told, this.held);
	}

	/** What waits here occupies on the heap. */
	synchronized long heldBytes() {
		return this.held;
	}

	private boolean mayBlock(Mail mail) {
		if (mail.type == Mail.Type.STREAM) {
			// whoever reads it waits for it
			return true;
		}
		SessionEvent event = mail.event();
		return event != null && this.calls.mayBlock(event, (mail.message != null) ? mail.message.size() : 0);
	}

}
