/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list of frames, which hold the links themselves: adding a frame
 * allocates nothing. Not safe for use by several threads.
 */
final class FrameList {

	@Nullable OutboundFrame head;

	private @Nullable OutboundFrame tail;

	/** Returns the sum of the frames' shares in payloads of several connections. */
	long shares() {
		long sum = 0;
		for (OutboundFrame frame = this.head; frame != null; frame = frame.next) {
			sum += frame.share();
		}
		return sum;
	}

	boolean isEmpty() {
		return this.head == null;
	}

	void add(OutboundFrame frame) {
		frame.next = null;
		frame.previous = this.tail;
		if (this.tail == null) {
			this.head = frame;
		}
		else {
			this.tail.next = frame;
		}
		this.tail = frame;
	}

	@Nullable OutboundFrame poll() {
		OutboundFrame first = this.head;
		if (first != null) {
			this.head = first.next;
			first.next = null;
			if (this.head == null) {
				this.tail = null;
			}
			else {
				this.head.previous = null;
			}
		}
		return first;
	}

	/** Moves all frames of another list to the end of this list. */
	void addAll(FrameList others) {
		OutboundFrame first = others.head;
		if (first == null) {
			return;
		}
		first.previous = this.tail;
		if (this.tail == null) {
			this.head = first;
		}
		else {
			this.tail.next = first;
		}
		this.tail = others.tail;
		others.head = null;
		others.tail = null;
	}

	/**
	 * Puts a frame in the place of another one.
	 * @param old a frame of this list, which is then in no list
	 * @param frame a frame that is in no list
	 */
	void replace(OutboundFrame old, OutboundFrame frame) {
		frame.previous = old.previous;
		frame.next = old.next;
		if (old.previous == null) {
			this.head = frame;
		}
		else {
			old.previous.next = frame;
		}
		if (old.next == null) {
			this.tail = frame;
		}
		else {
			old.next.previous = frame;
		}
		old.previous = null;
		old.next = null;
	}

	/**
	 * Moves frames to the end of another list, from the first on.
	 * @param target the other list
	 * @param which selects the frames to move
	 * @param enough ends the search if {@code true}; called before each frame
	 */
	void moveTo(FrameList target, Predicate<OutboundFrame> which, BooleanSupplier enough) {
		OutboundFrame previous = null;
		OutboundFrame frame = this.head;
		while (frame != null && !enough.getAsBoolean()) {
			OutboundFrame following = frame.next;
			if (!which.test(frame)) {
				previous = frame;
			}
			else {
				if (previous == null) {
					this.head = following;
				}
				else {
					previous.next = following;
				}
				if (following == null) {
					this.tail = previous;
				}
				else {
					following.previous = previous;
				}
				target.add(frame);
			}
			frame = following;
		}
	}

}
