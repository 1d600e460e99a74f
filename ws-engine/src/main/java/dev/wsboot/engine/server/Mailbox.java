package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;

import dev.wsboot.engine.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a session's handler. One thread at a time handles it, in order: the
 * event loop as long as nothing may block, else a thread of the executor. Safe to use
 * from any thread.
 */
final class Mailbox implements Runnable {

	/** Other sessions of a bounded executor get their turn after that many. */
	private static final int MAX_IN_A_ROW = 64;

	private final Session session;

	private final ServerContext context;

	/** Guarded by this. */
	private @Nullable Mail head;

	/** Guarded by this. */
	private @Nullable Mail tail;

	/** Whether a thread handles this mailbox, or is about to. Guarded by this. */
	private boolean running;

	/** Mails that wait. Guarded by this. */
	private int count;

	/** Their bytes. Guarded by this. */
	private long bytes;

	/** Whether the connection waits for room. Guarded by this. */
	private boolean full;

	Mailbox(Session session, ServerContext context) {
		this.session = session;
		this.context = context;
	}

	/**
	 * Adds a mail, and has it handled if nobody is at it.
	 * @return whether there is room for more; if not, {@link Session#onRoomInMailbox} is
	 * called once there is
	 */
	boolean offer(Mail mail) {
		boolean here = this.session.inLoop() && !mayBlock(mail);
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
			start = !this.running;
			this.running = true;
			this.full |= this.count >= this.context.options.inboundMaxMessages()
					|| this.bytes >= this.context.options.inboundMaxBytes();
			room = !this.full;
		}
		if (!start) {
			return room;
		}
		if (here) {
			runOnLoop();
			return hasRoom();
		}
		execute();
		return room;
	}

	synchronized boolean hasRoom() {
		return !this.full;
	}

	synchronized int count() {
		return this.count;
	}

	/**
	 * Handles mail until there is none. Called by the executor, for the one thread that
	 * has set {@code running}.
	 */
	@Override
	public void run() {
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return;
			}
			this.session.handle(mail);
		}
		execute();
	}

	/** Handles mail until there is none, or one that may block. */
	private void runOnLoop() {
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			Mail mail = take();
			if (mail == null) {
				return;
			}
			if (mayBlock(mail)) {
				putBack(mail);
				break;
			}
			this.session.handle(mail);
		}
		execute();
	}

	private @Nullable Mail take() {
		boolean nowRoom = false;
		Mail mail;
		synchronized (this) {
			mail = this.head;
			if (mail == null) {
				this.running = false;
				return null;
			}
			this.head = mail.next;
			mail.next = null;
			if (this.head == null) {
				this.tail = null;
			}
			this.count--;
			this.bytes -= mail.size();
			// at half, so that reading does not stop and go with every message
			if (this.full && this.count <= this.context.options.inboundMaxMessages() / 2
					&& this.bytes <= this.context.options.inboundMaxBytes() / 2) {
				this.full = false;
				nowRoom = true;
			}
		}
		if (nowRoom) {
			this.session.onRoomInMailbox();
		}
		return mail;
	}

	private synchronized void putBack(Mail mail) {
		mail.next = this.head;
		this.head = mail;
		this.tail = (this.tail != null) ? this.tail : mail;
		this.count++;
		this.bytes += mail.size();
	}

	private boolean mayBlock(Mail mail) {
		SessionEvent event = mail.event();
		return event != null && this.session.mayBlock(event);
	}

	private void execute() {
		try {
			this.context.executor.execute(this);
		}
		catch (Throwable ex) {
			// rejected, or no more threads
			Log.log(Level.ERROR, "The executor refuses callbacks, the session is closed", ex);
			this.session.onExecutorRefusal();
			this.context.lastCallbacks.execute(this);
		}
	}

}
