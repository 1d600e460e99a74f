/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.HashMap;
import java.util.Map;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that are not written, in the order in which they may be
 * written, and their account. Guarded by the lock of its {@link OutboundQueue}, except
 * for the frames that the writer has taken.
 */
final class PendingFrames extends FrameAccount {

	/**
	 * The number of pings, and of pongs, that may wait. Of more pongs, only the newest
	 * matter (RFC 6455 5.5.3); more pings would measure nothing new.
	 */
	private static final int MAX_WAITING_PINGS = 64;

	/** The number of keys up to which their map is kept when it becomes empty. */
	private static final int MAX_KEPT_KEYS = 64;

	/** The frames that the writer has taken. Owned by the writer. */
	final FrameList taken = new FrameList();

	/** The frames that may be written next, in that order. */
	private final FrameList waiting = new FrameList();

	/**
	 * The messages that wait for the end of a fragmented message; {@code null} for none.
	 */
	private @Nullable FrameList behindFragments;

	/**
	 * The waiting messages that have a key, by that key; {@code null} while there has
	 * been none. There are no more entries than waiting messages.
	 */
	private @Nullable Map<Object, OutboundFrame> keyed;

	/** The highest number of entries that {@link #keyed} has had. */
	private int mostKeyed;

	/** The type of the unfinished fragmented message; {@code null} for none. */
	private @Nullable Opcode fragmented;

	/** The number of waiting pings. */
	private byte pings;

	/** The number of waiting pongs. */
	private byte pongs;

	/** The newest waiting pong; {@code null} for none. */
	private @Nullable OutboundFrame newestPong;

	/**
	 * The time in nanoseconds at which the peer last took something although more waits
	 * for it; 0 if nothing waits for the socket. Written by the writer.
	 */
	private volatile long stalledSince;

	/**
	 * Returns whether a frame may be added regardless of the overflow policy.
	 * @param frame a frame of a message
	 * @param limit the cost of frames that may be queued
	 * @param refused whether the socket did not accept some of the queued bytes; until
	 * then, one message may go beyond the limit
	 * @return whether the frame is within the limit for messages of its sender
	 */
	boolean admits(OutboundFrame frame, int limit, boolean refused) {
		return admits(frame.sender(), added(frame), limit, refused);
	}

	/** Returns the cost that a frame adds to that of its sender's other frames. */
	private long added(OutboundFrame frame) {
		OutboundFrame old = replacedBy(frame);
		return (long) frame.cost() - ((old != null && old.sender() == frame.sender()) ? old.cost() : 0);
	}

	/** Returns the waiting message that a frame replaces, or {@code null}. */
	private @Nullable OutboundFrame replacedBy(OutboundFrame frame) {
		return (frame.key != null && this.keyed != null) ? this.keyed.get(frame.key) : null;
	}

	/**
	 * Adds a frame.
	 * @param frame the frame
	 * @param dropped gets the message that the frame replaces, if there is one
	 */
	Verdict add(OutboundFrame frame, FrameList dropped) {
		switch (frame.kind) {
			case FRAGMENT -> appendFragment(frame);
			case PING -> {
				if (this.pings >= MAX_WAITING_PINGS) {
					return Verdict.DROPPED;
				}
				this.pings++;
				append(frame);
			}
			case PONG -> appendPong(frame);
			case MESSAGE -> addMessage(frame, dropped);
			default -> append(frame);
		}
		return Verdict.ADDED;
	}

	/**
	 * Drops waiting messages of the same sender as the newest one, from the oldest on.
	 * @param newest the message that needs room
	 * @param limit the cost of frames that may be queued; messages are dropped until the
	 * newest one is within it, or all of them with a limit below 0
	 * @param dropped gets the dropped messages
	 */
	void dropWaiting(OutboundFrame newest, int limit, FrameList dropped) {
		dropWaiting(this.waiting, newest, limit, dropped);
		if (this.behindFragments != null) {
			dropWaiting(this.behindFragments, newest, limit, dropped);
		}
	}

	private void dropWaiting(FrameList list, OutboundFrame newest, int limit, FrameList dropped) {
		FrameList moved = new FrameList();
		list.moveTo(moved, (each) -> {
			boolean gives = each.kind == Kind.MESSAGE && each.sender() == newest.sender();
			if (gives) {
				forget(each);
				settle(each);
			}
			return gives;
		}, () -> limit >= 0 && cost(newest.sender()) + added(newest) <= limit);
		dropped.addAll(moved);
	}

	private void append(OutboundFrame frame) {
		this.waiting.add(frame);
		account(frame);
	}

	private void addMessage(OutboundFrame frame, FrameList dropped) {
		if (frame.key == null) {
			appendMessage(frame);
			return;
		}
		OutboundFrame old = replacedBy(frame);
		if (old == null) {
			appendMessage(frame);
		}
		else {
			replace(old, frame);
			dropped.add(old.failed(SendException.Reason.REPLACED));
		}
		if (this.keyed == null) {
			this.keyed = new HashMap<>();
		}
		this.keyed.put(frame.key, frame);
		this.mostKeyed = Math.max(this.mostKeyed, this.keyed.size());
	}

	private void replace(OutboundFrame old, OutboundFrame frame) {
		FrameList list = (old.isBehindFragments() && this.behindFragments != null) ? this.behindFragments
				: this.waiting;
		list.replace(old, frame);
		frame.behindFragments(old.isBehindFragments());
		account(frame);
		settle(old);
	}

	/** Removes the key of a message that is taken or dropped. */
	private void forget(OutboundFrame frame) {
		if (frame.key == null || this.keyed == null) {
			return;
		}
		this.keyed.remove(frame.key);
		if (this.keyed.isEmpty() && this.mostKeyed > MAX_KEPT_KEYS) {
			// an empty map is still as large as it was
			this.keyed = null;
			this.mostKeyed = 0;
		}
	}

	private void appendMessage(OutboundFrame frame) {
		if (this.fragmented == null) {
			append(frame);
			return;
		}
		if (this.behindFragments == null) {
			this.behindFragments = new FrameList();
		}
		this.behindFragments.add(frame);
		frame.behindFragments(true);
		account(frame);
	}

	private void appendFragment(OutboundFrame frame) {
		if (this.fragmented != null) {
			if (frame.opcode() != this.fragmented) {
				throw new IllegalStateException("A fragmented message of the other type is under way");
			}
			frame.continuation();
		}
		else {
			this.fragmented = frame.opcode();
		}
		append(frame);
		if (frame.isLast()) {
			this.fragmented = null;
			if (this.behindFragments != null) {
				endBehindFragments(this.behindFragments);
				this.waiting.addAll(this.behindFragments);
				this.behindFragments = null;
			}
		}
	}

	private void endBehindFragments(FrameList frames) {
		for (OutboundFrame each = frames.head; each != null; each = each.next) {
			each.behindFragments(false);
		}
		unblock();
	}

	private void appendPong(OutboundFrame frame) {
		if (this.pongs >= MAX_WAITING_PINGS && this.newestPong != null) {
			settle(this.newestPong);
			this.newestPong.replacePayload(frame.payload());
			account(this.newestPong);
			return;
		}
		this.pongs++;
		this.newestPong = frame;
		append(frame);
	}

	/**
	 * Adds the Close frame, the last frame of the connection.
	 * @param orphans the list to which messages are added that will never be written:
	 * they would have to wait for the end of a fragmented message (RFC 6455 5.4), which
	 * cannot end after the Close frame
	 */
	void addClose(OutboundFrame frame, FrameList orphans) {
		if (this.behindFragments != null) {
			endBehindFragments(this.behindFragments);
			orphans.addAll(this.behindFragments);
			this.behindFragments = null;
			for (OutboundFrame each = orphans.head; each != null; each = each.next) {
				forget(each);
				settle(each);
			}
		}
		append(frame);
	}

	/**
	 * Moves frames to the writer, from the first on.
	 * @param bytes the bytes that the writer has room for, at least
	 */
	void take(int bytes) {
		for (int size = 0; size < bytes && this.waiting.head != null;) {
			OutboundFrame frame = this.waiting.head;
			this.waiting.poll();
			forget(frame);
			this.taken.add(frame);
			if (frame.kind == Kind.PING) {
				this.pings--;
			}
			if (frame.kind == Kind.PONG) {
				this.pongs--;
				this.newestPong = (this.newestPong == frame) ? null : this.newestPong;
			}
			size += frame.size();
		}
	}

	/**
	 * Moves frames to the writer if that has written all that it had.
	 * @param bytes the bytes that the writer has room for, at least
	 * @return whether the writer has no frame
	 */
	boolean takesNone(int bytes) {
		if (this.taken.isEmpty()) {
			take(bytes);
		}
		return this.taken.isEmpty();
	}

	/** Returns true if there is no frame, and nothing that later frames depend on. */
	boolean isUnused() {
		return this.waiting.isEmpty() && this.taken.isEmpty() && this.fragmented == null && isSettled();
	}

	/**
	 * Notes that the socket has no room for the rest of the taken frames.
	 * @param now the time in nanoseconds
	 */
	void stall(long now) {
		// 0 means that nothing is stuck
		this.stalledSince = now | 1;
	}

	/** Notes that the socket has taken all that it was given. */
	void unstall() {
		// a volatile write is not free
		if (this.stalledSince != 0) {
			this.stalledSince = 0;
		}
	}

	/**
	 * Returns when the peer last took something while more waits for it. From any thread.
	 * @return the time in nanoseconds, or 0 if nothing waits for the socket
	 */
	long stalledSince() {
		return this.stalledSince;
	}

	/** Returns true if no frame waits to be taken. */
	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Returns true if the end of a fragmented message is still to come. */
	boolean isFragmented() {
		return this.fragmented != null;
	}

	/**
	 * Returns the bytes of the heap that the unwritten frames occupy, with their share of
	 * payloads that other connections hold as well.
	 */
	long heldBytes() {
		if (bytes() <= held()) {
			// shared payloads, if any, are smaller than the rest
			return held();
		}
		return held() + this.waiting.shares() + ((this.behindFragments != null) ? this.behindFragments.shares() : 0);
	}

	/** Moves all frames to another list. */
	void clear(FrameList orphans) {
		orphans.addAll(this.taken);
		orphans.addAll(this.waiting);
		if (this.behindFragments != null) {
			orphans.addAll(this.behindFragments);
		}
		this.newestPong = null;
		this.keyed = null;
		clear();
	}

	/**
	 * The decision about a frame that is offered.
	 */
	enum Verdict {

		/** The frame waits to be written. */
		ADDED,
		/** The frame is dropped. */
		DROPPED,
		/** The frame is not added yet: the queued frames are to be written first. */
		UNTRIED,
		/** The peer is so slow that the connection must be closed. */
		OVERFLOW

	}

}
