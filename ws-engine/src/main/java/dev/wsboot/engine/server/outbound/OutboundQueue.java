/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.outbound.OutboundFrame.Kind;
import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that wait to be written, and the three entrances for
 * sending: {@link #gather}, {@link #writeThrough} and {@link #offer}. Safe to use from
 * any thread.
 * <p>
 * A thread that queues a frame while there is no writer becomes the writer and writes at
 * once, unless more frames are expected soon: then the frame waits for a flush, as
 * {@link FlushBy} specifies.
 */
public final class OutboundQueue extends FrameWriter {

	/**
	 * Number of queued bytes from which on a handler's frames are written at once, since
	 * more bytes do not fit into one write.
	 */
	private static final int MAX_UNFLUSHED_BYTES = WriteBuffers.SIZE;

	/**
	 * True if a thread will flush this queue in place of a handler that blocks. Guarded
	 * by a lock of the watcher.
	 */
	private boolean watched;

	/**
	 * Creates an empty queue.
	 * @param wire the connection
	 * @param output the output of the connection's event loop
	 */
	public OutboundQueue(Wire wire, LoopOutput output) {
		super(wire, output);
	}

	/**
	 * Queues a frame that is not part of a message, such as a pong or an HTTP response,
	 * so that no limit applies. The frame is written at once if there is no writer, or on
	 * the event loop at the end of the round.
	 * @param frame the frame
	 */
	public void offer(OutboundFrame frame) {
		offer(frame, this.wire.inLoop() ? FlushBy.LOOP : FlushBy.SENDER);
	}

	/**
	 * Queues a frame, if the limits and the overflow policy allow that, and writes it
	 * unless another thread will.
	 * @param frame the frame, whose outcome reports whether it was written or dropped
	 * @param flushBy the thread that flushes the queue
	 * @return the next step of the caller: {@link Next#NOTHING},
	 * {@link Next#CLOSE_SLOW_PEER}, or for a broadcast {@link Next#FLUSH_IN_LOOP}
	 */
	public Next offer(OutboundFrame frame, FlushBy flushBy) {
		if (flushBy == FlushBy.LOOP) {
			writeOwnBatch();
		}
		FrameList dropped = new FrameList();
		Verdict verdict;
		Next next = Next.NOTHING;
		synchronized (this) {
			if (this.ended || (frame.kind != Kind.HTTP && !this.wire.state().canSend())) {
				verdict = null;
			}
			else {
				PendingFrames pending = pending();
				verdict = add(pending, frame, dropped);
				if (!dropped.isEmpty() || verdict == Verdict.DROPPED) {
					pauseStreams(frame, verdict, dropped);
				}
				pending.report(this.wire.memory());
				if (verdict == Verdict.ADDED) {
					pace(pending);
					next = next(flushBy);
				}
			}
		}
		if (verdict == Verdict.UNTRIED) {
			write();
			return offer(frame, flushBy);
		}
		if (verdict != Verdict.ADDED) {
			dropped.add(frame);
		}
		if (!dropped.isEmpty()) {
			drop(dropped, (verdict != null) ? SendException.Reason.OVERFLOW : SendException.Reason.CLOSED);
		}
		if (verdict == Verdict.OVERFLOW) {
			return Next.CLOSE_SLOW_PEER;
		}
		if (flushBy == FlushBy.BROADCASTER) {
			return next;
		}
		proceed(next);
		return Next.NOTHING;
	}

	/**
	 * Adds a frame as far as the limit and the overflow policy let it. Bytes that no
	 * thread has tried to write do not count against the peer, so without a writer this
	 * thread becomes the writer and tries first.
	 */
	private Verdict add(PendingFrames pending, OutboundFrame frame, FrameList dropped) {
		if (frame.isData() && !admits(pending, frame)) {
			if (hasNoWriter() && !pending.isEmpty()) {
				startWriting();
				return Verdict.UNTRIED;
			}
			if (!mayGoBeyond(pending, frame)) {
				Verdict verdict = makeRoom(pending, frame, dropped);
				if (verdict != Verdict.ADDED) {
					return verdict;
				}
			}
		}
		return pending.add(frame, dropped);
	}

	private Verdict makeRoom(PendingFrames pending, OutboundFrame frame, FrameList dropped) {
		if (frame.kind == Kind.FRAGMENT) {
			// the peer could not read a message with a gap
			return Verdict.OVERFLOW;
		}
		return OverflowRules.of(this.wire.options().send().overflowPolicy()).makeRoom(pending, frame, limit(), dropped);
	}

	private boolean admits(PendingFrames pending, OutboundFrame frame) {
		boolean refused = stalledSince() != 0;
		if (pending.admits(frame, limit(), refused)) {
			return true;
		}
		if (frame.isShared() && !frame.isBroadcastItem()) {
			// only here is checked whether a broadcast is also a reply to its sender;
			// items
			// of streams never are
			frame.from(this.wire.sender());
			return pending.admits(frame, limit(), refused);
		}
		return false;
	}

	/** Returns true if a reply may be added beyond the limit. */
	private boolean mayGoBeyond(PendingFrames pending, OutboundFrame frame) {
		// a frame that waits for the end of a fragmented message does not pace the peer
		return frame.sender() == Sender.REPLY && (frame.kind == Kind.FRAGMENT || !pending.isFragmented())
				&& this.wire.mayGoBeyond(frame);
	}

	private void pauseStreams(OutboundFrame frame, Verdict verdict, FrameList dropped) {
		for (OutboundFrame each = dropped.head; each != null; each = each.next) {
			pauseStream(each);
		}
		if (verdict == Verdict.DROPPED) {
			pauseStream(frame);
		}
	}

	/**
	 * Decides what the thread does that has queued a frame. Called with the lock held.
	 */
	private Next next(FlushBy flushBy) {
		if (!hasNoWriter()) {
			return Next.NOTHING;
		}
		if (flushBy == FlushBy.LOOP || flushBy == FlushBy.BROADCASTER) {
			boolean planned = this.flushPlanned;
			this.flushPlanned = true;
			return planned ? Next.NOTHING : Next.FLUSH_IN_LOOP;
		}
		if (flushBy == FlushBy.HANDLER && pending().bytes() < MAX_UNFLUSHED_BYTES) {
			return Next.FLUSH_AFTER_HANDLER;
		}
		startWriting();
		return Next.WRITE;
	}

	private void proceed(Next next) {
		switch (next) {
			case NOTHING, CLOSE_SLOW_PEER -> {
			}
			case WRITE -> write();
			case FLUSH_AFTER_HANDLER -> this.wire.flushUnlessHandlerDoes();
			case FLUSH_IN_LOOP -> this.output.flushAtRoundEnd(this);
		}
	}

	/**
	 * Adds a message to the batch of this connection, if the event loop is handling its
	 * input and no other frame waits. Called on the event loop.
	 * @param opcode text or binary
	 * @param payload the payload
	 * @return the outcome, or {@code null} if the message must be offered
	 */
	public @Nullable CompletionStage<Void> gather(Opcode opcode, byte[] payload) {
		return gathers(payload.length) ? this.output.batcher.add(opcode, payload) : null;
	}

	/**
	 * Adds a message to the batch of this connection, as {@link #gather(Opcode, byte[])}
	 * does.
	 * @param opcode text or binary
	 * @param payload the payload, whose position stays where it is
	 * @return the outcome, or {@code null} if the message must be offered
	 */
	public @Nullable CompletionStage<Void> gather(Opcode opcode, ByteBuffer payload) {
		return gathers(payload.remaining()) ? this.output.batcher.add(opcode, payload) : null;
	}

	/**
	 * Sends a pong. Called on the event loop.
	 * @param payload the payload of the ping
	 */
	public void answerPing(byte[] payload) {
		if (gathers(payload.length)) {
			this.output.batcher.addPong(payload);
		}
		else {
			offer(OutboundFrame.control(Kind.PONG, payload));
		}
	}

	/**
	 * Returns true if a frame can be added to the batch of this connection, which is
	 * begun if needed, after batches have been written if there is no room.
	 */
	private boolean gathers(int payloadLength) {
		ReplyBatcher batcher = this.output.batcher;
		if (!this.wire.isReading() || !this.wire.state().canSend() || !batcher.takes(payloadLength)) {
			return false;
		}
		if (!batcher.hasRoom(payloadLength)) {
			writeBatches();
		}
		if (!batcher.isOpenFor(this)) {
			if (!becomeWriter()) {
				return false;
			}
			batcher.start(this);
		}
		return true;
	}

	/**
	 * Writes a large binary message without copying the payload first, if no other frame
	 * waits.
	 * @param payload the payload, of which the part that the socket does not take is
	 * copied
	 * @param sender the sender of the message
	 * @return the outcome, or {@code null} if the message must be offered
	 */
	public @Nullable CompletionStage<Void> writeThrough(ByteBuffer payload, Sender sender) {
		if (this.wire.inLoop()) {
			writeBatches();
			flush();
		}
		return becomeWriter() ? writeDirectly(payload, sender) : null;
	}

	/**
	 * Writes the batched replies of all connections of the event loop. Called on the
	 * event loop, before a message is written directly, and before the output ends.
	 */
	public void writeBatches() {
		this.output.batcher.writeAll();
	}

	/**
	 * Writes the batched replies if messages can still be added to the batch of this
	 * connection, so that messages gathered later cannot overtake a frame that is queued
	 * next. Called on the event loop.
	 */
	public void writeOwnBatch() {
		if (this.output.batcher.isOpenFor(this)) {
			writeBatches();
		}
	}

	/**
	 * Queues the Close frame after all queued frames and the batch. No further frames are
	 * accepted.
	 * @param frame the Close frame
	 * @param status the status in that frame
	 * @return whether the frame was queued; {@code false} if our side has already closed,
	 * or the connection has ended
	 */
	public boolean offerClose(OutboundFrame frame, CloseStatus status) {
		FrameList orphans = new FrameList();
		Next next;
		synchronized (this) {
			if (this.ended || !this.wire.state().sendClose(status)) {
				return false;
			}
			pending().addClose(frame, orphans);
			next = next(this.wire.inLoop() ? FlushBy.LOOP : FlushBy.SENDER);
		}
		drop(orphans, SendException.Reason.CLOSED);
		proceed(next);
		if (isPaced()) {
			// the peer's messages are dropped from now on, and its Close frame must not
			// wait
			this.wire.drained();
		}
		return true;
	}

	/**
	 * Marks this queue as one that another thread will flush if its handler does not.
	 * Called with the lock of the watcher held, the same as for {@link #unwatch}.
	 * @return {@code false} if the queue was marked before
	 */
	public boolean watch() {
		boolean added = !this.watched;
		this.watched = true;
		return added;
	}

	/** Ends the effect of {@link #watch}. */
	public void unwatch() {
		this.watched = false;
	}

	/**
	 * The one that flushes the queue after a frame has been queued.
	 */
	public enum FlushBy {

		/** The thread that sends, at once. */
		SENDER,
		/** The thread that handles the session's messages, when none is left. */
		HANDLER,
		/** The event loop at the end of its round. For its own thread only. */
		LOOP,
		/** The event loop, once the caller has handed it many queues together. */
		BROADCASTER

	}

	/**
	 * The next step of the thread that has queued a frame.
	 */
	public enum Next {

		/** Nothing is left to do. */
		NOTHING,
		/** The thread writes, as it is the writer now. */
		WRITE,
		/** The handler flushes the queue, or another thread if the handler blocks. */
		FLUSH_AFTER_HANDLER,
		/** The event loop must be asked to flush the queue. */
		FLUSH_IN_LOOP,
		/** The connection must be closed, as the peer reads too slowly. */
		CLOSE_SLOW_PEER

	}

}
