package dev.wsboot.engine.server.outbound;

import java.util.HashMap;
import java.util.Map;

import dev.wsboot.engine.OverflowPolicy;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.outbound.OutboundFrame.Kind;
import dev.wsboot.engine.server.memory.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that no writer has taken yet, in the order in which they
 * may be written, and the account of all that are not written. Guarded by the lock of its
 * {@link OutboundQueue}.
 */
final class PendingFrames extends FrameAccount {

	/**
	 * Pings and pongs that may wait. Of more pongs, only the newest matter (RFC 6455
	 * 5.5.3); more pings would measure nothing new.
	 */
	private static final int MAX_PINGS = 64;

	/** The number of keys from which on their map is too large to be kept. */
	private static final int MANY_KEYS = 64;

	private final FrameList waiting = new FrameList();

	/** Messages that wait for the end of a fragmented one. */
	private @Nullable FrameList behindFragments;

	/**
	 * The waiting messages that have a key, by that key; {@code null} while there has
	 * been none. So there are no more entries than messages that wait.
	 */
	private @Nullable Map<Object, OutboundFrame> keyed;

	/** The most entries that {@link #keyed} has had. */
	private int mostKeyed;

	/** The type of the fragmented message under way. */
	private @Nullable Opcode fragmented;

	private byte pings;

	private byte pongs;

	/** The last pong that waits. */
	private @Nullable OutboundFrame newestPong;

	/**
	 * Tells whether a frame may be added whatever the overflow policy is.
	 * @param frame a frame of a message
	 * @param limit the cost of frames that may be queued
	 * @param refused whether the socket has refused some of the queued bytes; until then,
	 * one message may go beyond the limit
	 * @return whether the frame is within the limit for messages of its sender
	 */
	boolean admits(OutboundFrame frame, int limit, boolean refused) {
		return admits(frame.sender(), added(frame), limit, refused);
	}

	/** Returns what a frame adds to the cost of the frames of its sender. */
	private long added(OutboundFrame frame) {
		OutboundFrame old = replacedBy(frame);
		return (long) frame.cost() - ((old != null && old.sender() == frame.sender()) ? old.cost() : 0);
	}

	/** Returns the waiting message whose place a frame takes, if there is one. */
	private @Nullable OutboundFrame replacedBy(OutboundFrame frame) {
		return (frame.key != null && this.keyed != null) ? this.keyed.get(frame.key) : null;
	}

	/**
	 * Makes room for a frame that is not admitted, or decides against that frame.
	 * @param frame the frame of a message
	 * @param limit the cost of frames that may be queued
	 * @param rule the rule of the overflow policy
	 * @param dropped gets the messages that are dropped in favour of the frame
	 */
	Verdict overflow(OutboundFrame frame, int limit, OverflowRule rule, FrameList dropped) {
		// a fragmented message with a gap is none
		return (frame.kind == Kind.FRAGMENT) ? Verdict.OVERFLOW : rule.makeRoom(this, frame, limit, dropped);
	}

	/**
	 * Adds a frame.
	 * @param frame the frame
	 * @param dropped gets the message whose place the frame takes, if there is one
	 */
	Verdict add(OutboundFrame frame, FrameList dropped) {
		switch (frame.kind) {
			case FRAGMENT -> appendFragment(frame);
			case PING -> {
				if (this.pings >= MAX_PINGS) {
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

	/** Forgets the key of a message that is taken or dropped. */
	private void forget(OutboundFrame frame) {
		if (frame.key == null || this.keyed == null) {
			return;
		}
		this.keyed.remove(frame.key);
		if (this.keyed.isEmpty() && this.mostKeyed > MANY_KEYS) {
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
		if (this.pongs >= MAX_PINGS && this.newestPong != null) {
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
	 * Adds the Close frame, the last one of all.
	 * @param orphans gets the messages that will never be written: they cannot overtake
	 * the fragments before them, which now never end (RFC 6455 5.4)
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
	 * Moves frames to a writer that has none, from the first on.
	 * @param taken where they go
	 * @param bytes how many bytes it has room for, at least
	 */
	void take(FrameList taken, int bytes) {
		for (int size = 0; size < bytes && this.waiting.head != null;) {
			OutboundFrame frame = this.waiting.head;
			this.waiting.poll();
			forget(frame);
			taken.add(frame);
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

	/** Whether no frame waits to be taken. */
	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Whether the end of a fragmented message is still to come. */
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

	/** Moves all frames to another list, and forgets those that a writer has. */
	void clear(FrameList orphans) {
		orphans.addAll(this.waiting);
		if (this.behindFragments != null) {
			orphans.addAll(this.behindFragments);
		}
		this.newestPong = null;
		this.keyed = null;
		clear();
	}

	/**
	 * What has become of a frame.
	 */
	enum Verdict {

		/** It waits. */
		ADDED,
		/** It is dropped. */
		DROPPED,
		/** The frame is not added yet: the queued frames are to be written first. */
		UNTRIED,
		/** The peer is so slow that the connection must be closed. */
		OVERFLOW

	}

}
