/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.server.memory.MemoryAccount;

/**
 * The account of the frames of one connection that are not written: their bytes, the heap
 * that they occupy, and their cost, which counts against the limits on queued messages.
 * Guarded by the lock of the {@link OutboundQueue}.
 */
class FrameAccount {

	/** The bytes of all frames that are not written, taken by the writer or not. */
	private long bytes;

	/** The bytes of the heap that these frames occupy, without shared payloads. */
	private long held;

	/** The byte count last reported to the account of the connection. */
	private int reported;

	/** The cost of all data frames that are not written. */
	private long dataCost;

	/** The part of {@link #dataCost} that others than the session's handler have sent. */
	private long othersCost;

	/** The part of {@link #dataCost} that the session's handler has sent by itself. */
	private long handlerCost;

	/** The part of {@link #dataCost} that streams have sent. */
	private long streamsCost;

	/** The part of {@link #dataCost} that waits for the end of a fragmented message. */
	private long blockedCost;

	/**
	 * Returns whether a frame may be added regardless of the overflow policy.
	 * @param sender the sender of the frame
	 * @param added the cost that the frame adds to that of its sender's other frames
	 * @param limit the cost of frames that may be queued
	 * @param refused whether the socket did not accept some of the queued bytes; until
	 * then, one message may go beyond the limit
	 * @return whether the frame is within the limit for messages of its sender
	 */
	final boolean admits(Sender sender, long added, int limit, boolean refused) {
		if (this.dataCost + added <= limit || added <= 0) {
			return true;
		}
		return switch (sender) {
			// a message larger than the limit may still go alone
			case OTHER ->
				this.othersCost == 0 || this.othersCost + added <= limit || (!refused && this.othersCost <= limit);
			// the last one may be of any size
			case HANDLER -> this.handlerCost <= limit;
			case REPLY -> cost(Sender.REPLY) <= limit;
			// a stream waits until its item is written
			case STREAM -> true;
		};
	}

	/** Returns the cost of the frames of one sender that are not written. */
	final long cost(Sender sender) {
		return switch (sender) {
			case OTHER -> this.othersCost;
			case HANDLER -> this.handlerCost;
			case REPLY -> this.dataCost - this.othersCost - this.handlerCost - this.streamsCost;
			case STREAM -> this.streamsCost;
		};
	}

	/** Adds a frame that is not written. */
	final void account(OutboundFrame frame) {
		this.bytes += frame.accounted();
		this.held += frame.footprint();
		if (frame.isData()) {
			addCost(frame.sender(), frame.cost());
			this.blockedCost += frame.isBehindFragments() ? frame.cost() : 0;
		}
	}

	/** Removes a frame that is written or dropped. */
	final void settle(OutboundFrame frame) {
		this.bytes -= frame.accounted();
		this.held -= frame.footprint();
		if (frame.isData()) {
			addCost(frame.sender(), -frame.cost());
			this.blockedCost -= frame.isBehindFragments() ? frame.cost() : 0;
		}
	}

	private void addCost(Sender sender, int cost) {
		this.dataCost += cost;
		if (sender == Sender.OTHER) {
			this.othersCost += cost;
		}
		else if (sender == Sender.HANDLER) {
			this.handlerCost += cost;
		}
		else if (sender == Sender.STREAM) {
			this.streamsCost += cost;
		}
	}

	/** Counts the frames that waited for the end of a fragmented message as writable. */
	final void unblock() {
		this.blockedCost = 0;
	}

	/** Removes all frames. */
	final void clear() {
		this.bytes = 0;
		this.held = 0;
		this.dataCost = 0;
		this.othersCost = 0;
		this.handlerCost = 0;
		this.streamsCost = 0;
		this.blockedCost = 0;
	}

	/**
	 * Returns the cost of the data frames that can be written, without those that wait
	 * for the end of a fragmented message.
	 */
	private long writableCost() {
		return this.dataCost - this.blockedCost;
	}

	/**
	 * Returns true if so much waits to be written that the peer's messages are to be held
	 * back.
	 * @param limit the cost of frames that may be queued
	 */
	final boolean isMuch(int limit) {
		return writableCost() > limit / 2;
	}

	/**
	 * Returns true if so little waits to be written that the peer's messages may be
	 * handled.
	 * @param limit the cost of frames that may be queued
	 */
	final boolean isLittle(int limit) {
		// not half, so that messages do not stop and go with every write
		return writableCost() <= limit / 4;
	}

	/** Returns true if no heap is counted, and none is reported. */
	final boolean isSettled() {
		return this.held == 0 && this.reported == 0;
	}

	/** Reports the heap that the frames occupy, if it has changed by much. */
	final void report(MemoryAccount memory) {
		this.reported = memory.report(this.reported, this.held);
	}

	/** Reports the heap that the frames occupy. */
	final void reportAll(MemoryAccount memory) {
		this.reported = memory.reportAll(this.reported, this.held);
	}

	/** Returns the bytes of the frames that are not written. */
	final long bytes() {
		return this.bytes;
	}

	/** Returns the bytes of the heap that the frames occupy, without shared payloads. */
	final long held() {
		return this.held;
	}

}
