/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

/**
 * The times at which the messages of one connection were sent or should have been sent,
 * oldest first. Confined to the thread of the run.
 */
final class DueTimes {

	private long[] ring = new long[4];

	private int first;

	private int size;

	void add(long time) {
		if (this.size == this.ring.length) {
			grow();
		}
		this.ring[(this.first + this.size) & (this.ring.length - 1)] = time;
		this.size++;
	}

	long remove() {
		long time = this.ring[this.first];
		this.first = (this.first + 1) & (this.ring.length - 1);
		this.size--;
		return time;
	}

	int size() {
		return this.size;
	}

	private void grow() {
		long[] larger = new long[2 * this.ring.length];
		for (int i = 0; i < this.size; i++) {
			larger[i] = this.ring[(this.first + i) & (this.ring.length - 1)];
		}
		this.ring = larger;
		this.first = 0;
	}

}
