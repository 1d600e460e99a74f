package dev.wsboot.engine.server;

import dev.wsboot.engine.OverflowPolicy;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.OutboundFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that no writer has taken yet, in the order in which they
 * may be written, and the account of all that are not written. Guarded by the lock of its
 * {@link OutboundQueue}.
 */
final class Backlog {

	/**
	 * Pings and pongs that may wait. Of more pongs, only the newest matter (RFC 6455
	 * 5.5.3); more pings would measure nothing new.
	 */
	private static final int MAX_PINGS = 64;

	private final FrameList waiting = new FrameList();

	/** Messages that wait for the end of a fragmented one. */
	private @Nullable FrameList behindFragments;

	/** The type of the fragmented message under way. */
	private @Nullable Opcode fragmented;

	private byte pings;

	private byte pongs;

	/** The last pong that waits. */
	private @Nullable OutboundFrame newestPong;

	/** Bytes of all frames that are not written, taken or not. */
	private long bytes;

	/** Those of them that no other connection shares. */
	private long own;

	/** What the server was told of these. */
	private int told;

	/** The cost of all data frames that are not written. */
	private long dataCost;

	/** The part of {@link #dataCost} that others than the session's handler have sent. */
	private long othersCost;

	/** The part of {@link #dataCost} that the session's handler has sent by itself. */
	private long handlerCost;

	/** The part of {@link #dataCost} that waits for the end of a fragmented message. */
	private long behindCost;

	/**
	 * Tells whether a frame may be added whatever the overflow policy is.
	 * @param frame a frame of a message
	 * @param limit the cost of frames that may wait
	 * @param refused whether the socket has refused some of what waits; as long as it has
	 * not, one message may go beyond the limit
	 * @return whether the frame is within the limit for messages of its origin
	 */
	boolean admits(OutboundFrame frame, int limit, boolean refused) {
		if (this.dataCost + frame.cost() <= limit) {
			return true;
		}
		return switch (frame.origin) {
			// a message larger than the limit may still go alone
			case OTHER -> this.othersCost == 0 || this.othersCost + frame.cost() <= limit
					|| (!refused && this.othersCost <= limit);
			// the last one may be of any size
			case HANDLER -> this.handlerCost <= limit;
			case REPLY -> cost(Origin.REPLY) <= limit;
		};
	}

	/** Returns the cost of the frames of one origin that are not written. */
	private long cost(Origin origin) {
		return switch (origin) {
			case OTHER -> this.othersCost;
			case HANDLER -> this.handlerCost;
			case REPLY -> this.dataCost - this.othersCost - this.handlerCost;
		};
	}

	/** Makes room for a frame that is not admitted, or decides against that frame. */
	Verdict overflow(OutboundFrame frame, int limit, OverflowPolicy policy, FrameList dropped) {
		if (policy == OverflowPolicy.CLOSE || frame.kind == Kind.FRAGMENT) {
			return Verdict.OVERFLOW;
		}
		if (policy == OverflowPolicy.DROP_NEWEST) {
			return Verdict.DROPPED;
		}
		boolean all = policy == OverflowPolicy.CONFLATE;
		dropWaiting(this.waiting, frame, limit, all, dropped);
		if (this.behindFragments != null) {
			FrameList behind = new FrameList();
			dropWaiting(this.behindFragments, frame, limit, all, behind);
			for (OutboundFrame each = behind.head; each != null; each = each.next) {
				this.behindCost -= each.cost();
			}
			dropped.addAll(behind);
		}
		return Verdict.ADDED;
	}

	/** Adds a frame. */
	Verdict add(OutboundFrame frame) {
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
			case MESSAGE -> appendMessage(frame);
			default -> append(frame);
		}
		return Verdict.ADDED;
	}

	/** Drops messages of the same origin as the newest one, from the oldest on. */
	private void dropWaiting(FrameList list, OutboundFrame newest, int limit, boolean all, FrameList dropped) {
		FrameList moved = new FrameList();
		list.moveTo(moved, (each) -> {
			boolean gives = each.kind == Kind.MESSAGE && each.origin == newest.origin;
			if (gives) {
				settle(each);
			}
			return gives;
		}, () -> !all && cost(newest.origin) + newest.cost() <= limit);
		dropped.addAll(moved);
	}

	private void append(OutboundFrame frame) {
		this.waiting.add(frame);
		account(frame);
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
		this.behindCost += frame.cost();
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
				this.waiting.addAll(this.behindFragments);
				this.behindFragments = null;
				this.behindCost = 0;
			}
		}
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
			orphans.addAll(this.behindFragments);
			this.behindFragments = null;
			this.behindCost = 0;
			for (OutboundFrame each = orphans.head; each != null; each = each.next) {
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

	/** Counts a frame that is not written. */
	void account(OutboundFrame frame) {
		this.bytes += frame.accounted();
		this.own += frame.isShared() ? 0 : frame.accounted();
		if (frame.isData()) {
			addCost(frame.origin, frame.cost());
		}
	}

	/** Counts a frame no longer. */
	void settle(OutboundFrame frame) {
		this.bytes -= frame.accounted();
		this.own -= frame.isShared() ? 0 : frame.accounted();
		if (frame.isData()) {
			addCost(frame.origin, -frame.cost());
		}
	}

	private void addCost(Origin origin, int cost) {
		this.dataCost += cost;
		if (origin == Origin.OTHER) {
			this.othersCost += cost;
		}
		else if (origin == Origin.HANDLER) {
			this.handlerCost += cost;
		}
	}

	/**
	 * Returns the cost of the data frames that can be written, while those that wait for
	 * the end of a fragmented message cannot.
	 */
	long writableCost() {
		return this.dataCost - this.behindCost;
	}

	/** Whether no frame waits to be taken. */
	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Whether the end of a fragmented message is still to come. */
	boolean isFragmented() {
		return this.fragmented != null;
	}

	/** Tells the server what waits here. */
	void tell(MemoryBudget memory) {
		this.told = memory.tell(this.told, this.own);
	}

	/** Bytes that are not written, and that no other connection shares. */
	long ownBytes() {
		return this.own;
	}

	/** Bytes that are not written. */
	long bytes() {
		return this.bytes;
	}

	/** Moves all frames to another list, and forgets those that a writer has. */
	void clear(FrameList orphans) {
		orphans.addAll(this.waiting);
		if (this.behindFragments != null) {
			orphans.addAll(this.behindFragments);
		}
		this.newestPong = null;
		this.bytes = 0;
		this.own = 0;
		this.dataCost = 0;
		this.othersCost = 0;
		this.handlerCost = 0;
		this.behindCost = 0;
	}

	/**
	 * What has become of a frame.
	 */
	enum Verdict {

		/** It waits. */
		ADDED,
		/** It is dropped. */
		DROPPED,
		/** It is not added yet: first, what waits is to be written. */
		UNTRIED,
		/** The peer is so slow that the connection must be closed. */
		OVERFLOW

	}

}
