/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.outbound.OutboundFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of an {@link OutboundQueue}: one thread at a time is the writer of a
 * connection, takes frames from {@link PendingFrames}, and writes them. Safe to use from
 * any thread; the lock of this object guards the frames and the role of the writer, and
 * is never held while bytes are written.
 * <p>
 * A writer that finds the socket full leaves the rest to the event loop. Senders are
 * notified only when no lock is held and the writer has given up its role, so that their
 * code may send again.
 */
abstract class FrameWriter {

	/**
	 * Maximum number of full buffers that a writer writes before the rest is left to the
	 * event loop, so that other connections get their turn.
	 */
	private static final int MAX_BUFFERS_IN_A_ROW = 16;

	final Wire wire;

	/** The output of the connection's event loop. */
	final LoopOutput output;

	/**
	 * The frames that are not written; {@code null} if there were none for a while.
	 * Guarded by this, and not replaced while there is a writer. The event loop reads
	 * this field without the lock too: what it misses, it finds in the next sweep.
	 */
	private @Nullable PendingFrames pending;

	/** The holder of the writer's role. Guarded by this. */
	private Writer writer = Writer.NONE;

	/**
	 * True if the event loop flushes this queue at the end of a round. Guarded by this.
	 */
	boolean flushPlanned;

	/** True if no more frames will be written. Guarded by this. */
	boolean ended;

	/**
	 * True if the peer's messages are not handled until more frames are written. Written
	 * with the lock of this.
	 */
	private volatile boolean paced;

	/**
	 * The task to run when no more frames will be written; {@code null} for none. Guarded
	 * by this.
	 */
	private @Nullable Runnable onEnd;

	/**
	 * The streams whose items were dropped; {@code null} if there was none. Written with
	 * this queue's lock held.
	 */
	private volatile @Nullable PausedStreams pausedStreams;

	FrameWriter(Wire wire, LoopOutput output) {
		this.wire = wire;
		this.output = output;
	}

	/** Returns the frames that are not written. Called with the lock held. */
	final PendingFrames pending() {
		PendingFrames present = this.pending;
		if (present == null) {
			present = new PendingFrames();
			this.pending = present;
		}
		return present;
	}

	/** Returns true if no frame waits for a writer. Called with the lock held. */
	private boolean hasNoPending() {
		return this.pending == null || this.pending.isEmpty();
	}

	/**
	 * Gives up what serves frames that wait, if none does. Called on the event loop once
	 * in each sweep, so that idle connections do without.
	 */
	public final void releaseUnused() {
		// read without the lock, as that is taken only for queues that were in use
		if (this.pending != null) {
			synchronized (this) {
				if (this.writer == Writer.NONE && this.pending != null && this.pending.isUnused()) {
					this.pending = null;
				}
			}
		}
	}

	/** Returns true if there is no writer. Called with the lock held. */
	final boolean hasNoWriter() {
		return this.writer == Writer.NONE;
	}

	/**
	 * Makes this thread the writer, unless there is a writer, or frames have to be
	 * written first.
	 */
	final synchronized boolean becomeWriter() {
		if (this.ended || this.writer != Writer.NONE || !mayOvertake() || !this.wire.state().canSend()) {
			return false;
		}
		this.writer = Writer.ACTIVE;
		return true;
	}

	/** Returns true if a message may be written that is not queued. */
	private boolean mayOvertake() {
		return this.pending == null || (this.pending.isEmpty() && !this.pending.isFragmented());
	}

	/** Makes this thread the writer of the pending frames. Called with the lock held. */
	final void startWriting() {
		this.writer = Writer.ACTIVE;
		pending().take(WriteBuffers.SIZE);
	}

	/** Writes the queued frames, unless there is a writer. */
	public final void flush() {
		synchronized (this) {
			if (this.wire.inLoop()) {
				this.flushPlanned = false;
			}
			if (this.writer != Writer.NONE || hasNoPending()) {
				return;
			}
			startWriting();
		}
		write();
	}

	/** Continues writing when the socket has room again. Called on the event loop. */
	public final void onWritable() {
		synchronized (this) {
			if (this.writer != Writer.WAITING_FOR_SOCKET) {
				return;
			}
			this.writer = Writer.ACTIVE;
		}
		write();
	}

	/** Writes as the writer, and gives up that role. */
	final void write() {
		FrameList written = new FrameList();
		try {
			if (this.wire.inLoop()) {
				write(this.wire.writeBuffer(), written);
			}
			else {
				WriteBuffers buffers = this.output.resources.writeBuffers();
				ByteBuffer buffer = buffers.borrow();
				if (buffer == null) {
					// the event loop has a buffer of its own
					continueWriting(0, true, written);
				}
				else {
					try {
						write(buffer, written);
					}
					finally {
						buffers.giveBack(buffer);
					}
				}
			}
		}
		catch (Throwable ex) {
			// an Error too, such as no memory for a buffer: the frames must not wait for
			// ever
			onWriteFailure(ex);
		}
		for (OutboundFrame frame = written.head; frame != null; frame = frame.next) {
			if (frame.kind == Kind.PING) {
				this.wire.pingWritten();
			}
			else if (frame.kind == Kind.CLOSE || (frame.kind == Kind.HTTP && frame.isLast())) {
				this.wire.lastFrameWritten();
			}
		}
		if (!written.isEmpty()) {
			this.output.resources.completions().complete(written);
			resumeStreams(null);
		}
		// last, as an executor may have this thread run the handler, which may wait for
		// what it sends
		if (isPaced() && unpace()) {
			this.wire.drained();
		}
	}

	private void write(ByteBuffer buffer, FrameList written) throws IOException {
		// not null, as there is a writer
		PendingFrames present = Objects.requireNonNull(this.pending);
		FrameList taken = present.taken;
		for (int i = 0;; i++) {
			if (taken.head != null && taken.head.growsWhenWritten() && this.wire.memory().budget().isFarExceeded()) {
				// the event loop writes the frame when others have given memory back
				continueWriting(0, true, written);
				return;
			}
			buffer.clear();
			for (OutboundFrame frame = taken.head; frame != null && buffer.hasRemaining(); frame = frame.next) {
				frame.copyTo(buffer);
			}
			int bytes = this.wire.write(buffer.flip());
			boolean full = buffer.hasRemaining();
			if (!full) {
				present.unstall();
			}
			else if (bytes > 0 || present.stalledSince() == 0) {
				present.stall(this.output.resources.clock().getAsLong());
			}
			if (!continueWriting(bytes, full || i == MAX_BUFFERS_IN_A_ROW, written)) {
				return;
			}
		}
	}

	/**
	 * Accounts for written bytes, and decides whether the writer continues.
	 * @param bytes the number of bytes written
	 * @param leave whether the rest is left to the event loop
	 * @param written gets the frames that are complete
	 * @return whether there is more to write; if not, this thread is no longer the writer
	 */
	private boolean continueWriting(int bytes, boolean leave, FrameList written) {
		FrameList orphans = null;
		boolean more = false;
		boolean waits;
		synchronized (this) {
			PendingFrames present = this.pending;
			if (present != null) {
				settle(present, bytes, written);
				present.report(this.wire.memory());
			}
			if (this.ended) {
				orphans = removeAll();
			}
			else {
				if (present == null || present.takesNone(WriteBuffers.SIZE)) {
					this.writer = Writer.NONE;
				}
				else if (leave) {
					this.writer = Writer.WAITING_FOR_SOCKET;
				}
				else {
					more = true;
				}
			}
			waits = leave && this.writer == Writer.WAITING_FOR_SOCKET;
		}
		if (waits) {
			this.wire.awaitWritable();
		}
		if (orphans != null) {
			drop(orphans, SendException.Reason.CLOSED);
		}
		return more;
	}

	private void settle(PendingFrames pending, int bytes, FrameList written) {
		int rest = bytes;
		int messages = 0;
		while (pending.taken.head != null) {
			OutboundFrame frame = pending.taken.head;
			rest = frame.advance(rest);
			if (rest < 0) {
				break;
			}
			pending.taken.poll();
			pending.settle(frame);
			written.add(frame);
			messages += frame.messages();
		}
		if (messages > 0) {
			this.output.resources.counters().add(WsCounter.MESSAGES_SENT, messages);
		}
	}

	/**
	 * Writes batched messages as the writer, and gives up that role.
	 * @param bytes the frames of the messages
	 * @param messages the number of messages
	 * @param outcome notified of the result; {@code null} if it is not needed
	 */
	final void writeBatch(ByteBuffer bytes, int messages, @Nullable SendFuture outcome) {
		try {
			this.wire.write(bytes);
			onWritten(bytes, messages, Sender.HANDLER, outcome);
		}
		catch (Throwable ex) {
			onWriteFailure(ex);
			this.output.resources.complete(outcome, SendException.Reason.CLOSED);
		}
	}

	/**
	 * Writes a large binary message as the writer, and gives up that role.
	 * @param payload the payload, of which the part that the socket does not take is
	 * copied
	 * @param sender the sender of the message
	 * @return the outcome of the message
	 */
	final SendFuture writeDirectly(ByteBuffer payload, Sender sender) {
		SendFuture outcome = new SendFuture(null);
		try {
			onWritten(DirectWrite.of(payload, this.wire, this.output.resources.writeBuffers()), 1, sender, outcome);
		}
		catch (Throwable ex) {
			onWriteFailure(ex);
			this.output.resources.complete(outcome, SendException.Reason.CLOSED);
		}
		return outcome;
	}

	/**
	 * Gives up the role of the writer after bytes that are in no frame of this queue.
	 * @param rest the bytes that the socket had no room for
	 */
	private void onWritten(ByteBuffer rest, int messages, Sender sender, @Nullable SendFuture outcome) {
		boolean full = rest.hasRemaining();
		if (full) {
			OutboundFrame frame = OutboundFrame.rest(rest, messages, sender, outcome);
			synchronized (this) {
				PendingFrames present = pending();
				present.taken.add(frame);
				present.account(frame);
				present.stall(this.output.resources.clock().getAsLong());
				pace(present);
				present.report(this.wire.memory());
			}
		}
		if (continueWriting(0, full, new FrameList())) {
			write();
		}
		if (!full) {
			this.output.resources.counters().add(WsCounter.MESSAGES_SENT, messages);
			this.output.resources.complete(outcome, null);
		}
	}

	private void onWriteFailure(Throwable cause) {
		FrameList orphans;
		synchronized (this) {
			this.ended = true;
			orphans = removeAll();
		}
		drop(orphans, SendException.Reason.CLOSED);
		this.wire.failed(cause);
	}

	/** Fails frames, and notifies their senders. Called without the lock. */
	final void drop(FrameList frames, SendException.Reason reason) {
		this.output.resources.drop(frames, reason);
		if (reason == SendException.Reason.CLOSED) {
			resumeStreams(reason);
		}
	}

	/**
	 * Pauses the stream of a dropped item, until the peer has read anything. Called with
	 * the lock held.
	 */
	final void pauseStream(OutboundFrame dropped) {
		SendFuture item = dropped.takeItem();
		if (item != null) {
			PausedStreams present = this.pausedStreams;
			if (present == null) {
				present = new PausedStreams();
				this.pausedStreams = present;
			}
			present.add(item);
		}
	}

	private void resumeStreams(SendException.@Nullable Reason failure) {
		PausedStreams present = this.pausedStreams;
		if (present != null) {
			present.resume(failure, this.output.resources.completions());
		}
	}

	/**
	 * Holds back the peer's messages if too much waits to be written. Called with the
	 * lock held.
	 */
	final void pace(PendingFrames pending) {
		if (!this.paced && pending.isMuch(limit())) {
			this.paced = true;
		}
	}

	/**
	 * Lets the peer's messages be handled if little enough waits to be written.
	 * @return whether they were held back
	 */
	private synchronized boolean unpace() {
		if (this.paced && (this.pending == null || this.pending.isLittle(limit()))) {
			this.paced = false;
			return true;
		}
		return false;
	}

	/**
	 * Returns true if the peer's messages are held back, as the peer takes too little.
	 */
	public final boolean isPaced() {
		return this.paced;
	}

	/** Returns the cost of frames that may wait for each sender, as the options say. */
	final int limit() {
		return this.wire.options().send().bufferLimit();
	}

	/**
	 * Returns the time at which the socket last took bytes while more bytes were waiting
	 * for it. Called on the event loop, or with the lock held.
	 * @return the time in nanoseconds, or 0 if no bytes wait for the socket
	 */
	public final long stalledSince() {
		PendingFrames present = this.pending;
		return (present != null) ? present.stalledSince() : 0;
	}

	/** Fails all unwritten frames after the end of the connection. */
	public final void end() {
		FrameList orphans;
		synchronized (this) {
			this.ended = true;
			if (this.writer == Writer.ACTIVE) {
				// the writer finds out
				return;
			}
			orphans = removeAll();
		}
		drop(orphans, SendException.Reason.CLOSED);
	}

	private FrameList removeAll() {
		FrameList all = new FrameList();
		if (this.pending != null) {
			this.pending.clear(all);
			this.pending.report(this.wire.memory());
			this.pending = null;
		}
		this.paced = false;
		this.writer = Writer.NONE;
		if (this.onEnd != null) {
			this.onEnd.run();
		}
		return all;
	}

	/**
	 * Sets the task to run when no more frames will be written. The task may run more
	 * than once.
	 * @param onEnd called with the lock of this queue held
	 */
	public final synchronized void onEnd(Runnable onEnd) {
		this.onEnd = onEnd;
	}

	/** Reports the memory of the frames to the account, also small changes. */
	public final synchronized void reportHeld() {
		if (this.pending != null) {
			this.pending.reportAll(this.wire.memory());
		}
	}

	/** Returns the bytes of the heap that the unwritten frames occupy. */
	public final synchronized long heldBytes() {
		return (this.pending != null) ? this.pending.heldBytes() : 0;
	}

	/** Returns the bytes of the frames that are not written. */
	public final synchronized long queuedBytes() {
		return (this.pending != null) ? this.pending.bytes() : 0;
	}

	/**
	 * The holder of the writer's role.
	 */
	private enum Writer {

		/** There is no writer; queued frames are flushed later. */
		NONE,
		/**
		 * A thread is writing, or the event loop is filling a batch that is written next.
		 */
		ACTIVE,
		/** The event loop continues when the socket has room. */
		WAITING_FOR_SOCKET

	}

}
