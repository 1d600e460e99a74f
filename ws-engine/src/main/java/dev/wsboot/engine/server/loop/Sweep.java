/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The schedule by which an event loop looks at all that it serves, once in each interval,
 * for timeouts. Confined to the thread of the loop.
 * <p>
 * However many there are, no more than {@link #SLICE} are looked at in a row: a loop with
 * more of them divides its interval and looks at a slice at a time, so that others do not
 * wait for half a million of looks. A loop that is late takes slice after slice, one in a
 * round, until it has caught up.
 */
final class Sweep {

	/** The most that are looked at in a row, for some hundred microseconds. */
	static final int SLICE = 512;

	private static final int MIN_CAPACITY = 16;

	/** The nanoseconds in which each is looked at once. */
	private long interval;

	/** The time in nanoseconds at which the next slice is due. */
	private long due;

	private Selectable[] watched = new Selectable[MIN_CAPACITY];

	/** The length of the used part of {@link #watched}. */
	private int size;

	/** The index in {@link #watched} at which the next slice begins. */
	private int next;

	Sweep(long interval, long now) {
		this.interval = interval;
		this.due = now;
	}

	/** Watches something from now on, once. */
	void add(Selectable selectable) {
		if (contains(selectable)) {
			return;
		}
		if (this.size == this.watched.length) {
			this.watched = Arrays.copyOf(this.watched, 2 * this.size);
		}
		put(selectable, this.size++);
	}

	/** Watches something no longer, also while that is being looked at. */
	// an element beyond the size is null, and is not read
	@SuppressWarnings("NullAway")
	void remove(Selectable selectable) {
		if (!contains(selectable)) {
			return;
		}
		int gap = selectable.sweepIndex;
		selectable.sweepIndex = -1;
		if (gap < this.next) {
			// only one that has been looked at in this interval may fill a gap among its
			// like
			this.next--;
			put(this.watched[this.next], gap, selectable);
			gap = this.next;
		}
		this.size--;
		put(this.watched[this.size], gap, selectable);
		this.watched[this.size] = null;
		if (this.size < this.watched.length / 4 && this.watched.length > MIN_CAPACITY) {
			this.watched = Arrays.copyOf(this.watched, this.watched.length / 2);
		}
	}

	/** The index may be one of another loop, which has died. */
	private boolean contains(Selectable selectable) {
		int index = selectable.sweepIndex;
		return index >= 0 && index < this.size && this.watched[index] == selectable;
	}

	private void put(Selectable selectable, int index, Selectable removed) {
		if (selectable != removed) {
			put(selectable, index);
		}
	}

	private void put(Selectable selectable, int index) {
		this.watched[index] = selectable;
		selectable.sweepIndex = index;
	}

	/** Shortens the interval, if a timeout needs that. */
	void within(long nanos, long now) {
		if (nanos < this.interval) {
			this.interval = nanos;
			this.due = Math.min(this.due - now, period()) + now;
		}
	}

	/** The time between two slices. */
	private long period() {
		int slices = (this.size + SLICE - 1) / SLICE;
		return (slices > 1) ? this.interval / slices : this.interval;
	}

	/** Returns the nanoseconds until the next slice is due; 0 or fewer if it is. */
	long nanosLeft(long now) {
		return this.due - now;
	}

	/**
	 * Looks at the next slice, if it is due.
	 * @param now the time in nanoseconds
	 * @param look looks at one; may add and remove any
	 */
	void run(long now, Consumer<Selectable> look) {
		if (this.due - now > 0) {
			return;
		}
		long period = period();
		// a single slice has nothing to catch up with
		this.due = (period == this.interval) ? now + period : Math.max(this.due - now + period, -this.interval) + now;
		for (int i = 0; i < SLICE && this.next < this.size; i++) {
			Selectable each = this.watched[this.next++];
			look.accept(each);
		}
		if (this.next == this.size) {
			this.next = 0;
		}
	}

	/**
	 * Returns true if all connections have been checked, so that the next slice is the
	 * first again.
	 */
	boolean isAtStart() {
		return this.next == 0;
	}

	/** Returns all that are watched. */
	Selectable[] watched() {
		return Arrays.copyOf(this.watched, this.size);
	}

}
